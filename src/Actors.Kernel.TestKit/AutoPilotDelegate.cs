namespace Actors.Kernel.TestKit;

/// <summary>Handles a message and says what handles the next one.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);
