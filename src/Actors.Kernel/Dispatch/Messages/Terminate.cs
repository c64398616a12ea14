namespace Actors.Kernel;

/// <summary>The order to stop.</summary>
internal sealed class Terminate : SystemMessage;
