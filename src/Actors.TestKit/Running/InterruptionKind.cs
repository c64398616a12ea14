namespace Actors.TestKit.Running;

internal enum InterruptionKind
{
    Cancel,
    Restart,
}
