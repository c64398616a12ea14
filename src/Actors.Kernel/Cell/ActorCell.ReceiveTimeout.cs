namespace Actors.Kernel;

internal sealed partial class ActorCell
{
    private ReceiveTimeoutTimer? _timeout;

    public TimeSpan? ReceiveTimeout => _timeout?.Duration;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is null && _timeout is null)
            return;
        (_timeout ??= new ReceiveTimeoutTimer(this)).Duration = timeout;
    }
}
