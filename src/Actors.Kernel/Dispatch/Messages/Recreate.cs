namespace Actors.Kernel;

/// <summary>The supervisor's order to replace the instance.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    internal Exception Cause => cause;
}
