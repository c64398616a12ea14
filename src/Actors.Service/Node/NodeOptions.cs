using System.ComponentModel.DataAnnotations;
using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>Section <c>Node</c>.</summary>
internal sealed record NodeOptions
{
    private const int MaxNameLength = 128;

    /// <summary>The node's name, for claims, streams and the operator. Default: the machine's name.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>Over what time streams end when the node leaves, so that their clients do not come back all at once. Default 10 s; few streams take less.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan StreamDrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Looks at what the type alone cannot tell.</summary>
    /// <exception cref="SettingException">The name is none.</exception>
    public void Validate()
    {
        if (Name.Length is 0 or > MaxNameLength)
        {
            throw new SettingException($"Node:Name is '{Name}' but must have 1 to {MaxNameLength} characters.");
        }
    }
}
