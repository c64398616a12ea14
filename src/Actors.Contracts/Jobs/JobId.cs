using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Actors.Contracts.Jobs;

/// <summary>
/// A job's id: its shard in hexadecimal, a dash, and a UUID in 32 hexadecimal digits: <c>3-0192f0c4…</c>. The shard is that of
/// the job's channel, so that any node finds the job's records without asking. Compares by its text.
/// </summary>
public readonly record struct JobId
{
    private readonly string? _value;

    private JobId(string value, int shard) => (_value, Shard) = (value, shard);

    /// <summary>The whole id.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>The shard that holds the job's commands and events.</summary>
    public int Shard { get; }

    /// <summary>The id of a job in a shard.</summary>
    public static JobId Create(int shard, Guid unique)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        return new JobId(string.Create(CultureInfo.InvariantCulture, $"{shard:x}-{unique:N}"), shard);
    }

    /// <summary>Reads an id; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        id = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash is < 1 or > 4
            || !int.TryParse(text.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var shard)
            || !Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var unique))
        {
            return false;
        }

        id = Create(shard, unique);
        return string.Equals(id.Value, text, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
