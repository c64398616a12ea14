namespace Actors.Kernel;

/// <summary>The supervisor's order to go on.</summary>
internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    internal Exception? CausedByFailure => causedByFailure;
}
