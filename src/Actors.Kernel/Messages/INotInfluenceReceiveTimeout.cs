namespace Actors.Kernel;

/// <summary>A message that does not start an actor's receive timeout anew.</summary>
public interface INotInfluenceReceiveTimeout;
