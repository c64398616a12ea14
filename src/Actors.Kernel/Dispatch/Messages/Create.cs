namespace Actors.Kernel;

/// <summary>Makes the first instance.</summary>
internal sealed class Create : SystemMessage;
