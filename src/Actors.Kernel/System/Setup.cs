namespace Actors.Kernel;

/// <summary>One part of what a system is set up from.</summary>
public abstract class Setup
{
    /// <summary>This part and another one.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}
