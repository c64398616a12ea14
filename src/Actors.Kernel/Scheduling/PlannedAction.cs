namespace Actors.Kernel;

/// <summary>An action that will be run.</summary>
internal sealed class PlannedAction(Action action, ILoggingAdapter log, ICancelable? cancelable) : Planned(cancelable)
{
    private protected override void Do()
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            log.Error(e, "A scheduled action failed.");
        }
    }
}
