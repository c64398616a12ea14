using Actors.Contracts.Channels;

namespace Actors.Service.Identity;

/// <summary>
/// The channels that somebody may hear beside the own one: names, and prefixes that end in <c>*</c> (<c>channel:team-*</c>,
/// <c>*</c> for all). Immutable.
/// </summary>
internal sealed class ChannelGrants
{
    private readonly string[] _patterns;

    /// <summary>Takes the patterns as a token has them; what is no pattern matches nothing.</summary>
    public ChannelGrants(IEnumerable<string> patterns) => _patterns = [.. patterns];

    /// <summary>Every channel.</summary>
    public static ChannelGrants All { get; } = new(["*"]);

    /// <summary>The patterns.</summary>
    public IReadOnlyList<string> Patterns => _patterns;

    /// <summary>True when a pattern names the channel.</summary>
    public bool Allow(ChannelName channel) => Covers(channel.Value);

    /// <summary>True when everything that a pattern names is named here too.</summary>
    public bool Covers(string pattern)
    {
        foreach (var own in _patterns)
        {
            var matches = own.EndsWith('*')
                ? pattern.StartsWith(own.AsSpan(0, own.Length - 1), StringComparison.Ordinal)
                : string.Equals(pattern, own, StringComparison.Ordinal);
            if (matches)
            {
                return true;
            }
        }

        return false;
    }
}
