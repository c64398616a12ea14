namespace Actors.Kernel;

internal sealed partial class ActorCell
{
    private Receive? _behaviour;
    private Stack<Receive?>? _below;

    public void Become(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        _behaviour = receive;
    }

    public void BecomeStacked(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        (_below ??= new Stack<Receive?>()).Push(_behaviour);
        _behaviour = receive;
    }

    public void UnbecomeStacked() => _behaviour = _below is { Count: > 0 } ? _below.Pop() : null;

    public void Become(UntypedReceive receive) => Become(TakingAll(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(TakingAll(receive));

    private static Receive TakingAll(UntypedReceive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        return message =>
        {
            receive(message);
            return true;
        };
    }

    private void ResetBehaviour()
    {
        _behaviour = null;
        _below = null;
    }
}
