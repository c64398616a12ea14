namespace Actors.Kernel;

/// <summary>The supervisor's order to handle no messages.</summary>
internal sealed class Suspend : SystemMessage;
