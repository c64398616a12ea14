namespace Actors.Kernel;

/// <summary>A message around another one.</summary>
public interface IWrappedMessage
{
    /// <summary>What is inside.</summary>
    object Message { get; }
}
