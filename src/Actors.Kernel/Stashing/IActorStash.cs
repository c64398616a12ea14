namespace Actors.Kernel;

/// <summary>An actor with a stash.</summary>
public interface IActorStash
{
    /// <summary>The stash; set after the constructor, new after each restart.</summary>
    IStash Stash { get; set; }
}
