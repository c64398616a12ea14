namespace Actors.Kernel;

/// <summary>A message that the kernel handles itself before the actor sees it.</summary>
public interface IAutoReceivedMessage;
