namespace Actors.Kernel;

/// <summary>The configuration is wrong; the message names the key or the place.</summary>
public sealed class ConfigurationException : AkkaException
{
    /// <summary>With a reason.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }
}
