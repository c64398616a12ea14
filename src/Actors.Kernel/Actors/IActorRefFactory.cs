namespace Actors.Kernel;

/// <summary>Makes actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Starts an actor. It is made on its dispatcher; the reference takes messages at once.</summary>
    /// <param name="props">What to make.</param>
    /// <param name="name">Its name, unique among its siblings; <c>null</c> for a generated one (<c>$a</c>, <c>$b</c>…).</param>
    /// <exception cref="InvalidActorNameException">The name is not allowed or taken.</exception>
    /// <exception cref="InvalidOperationException">The parent is terminating or has terminated.</exception>
    IActorRef ActorOf(Props props, string? name = null);
}
