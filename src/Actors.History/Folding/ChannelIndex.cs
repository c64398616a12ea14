namespace Actors.History.Folding;

/// <summary>
/// Which offsets the events of each channel have, as far as they are not stored yet. Costs a dictionary look-up and a byte or
/// two for an event. Not thread-safe.
/// </summary>
internal sealed class ChannelIndex
{
    private readonly Dictionary<string, List<OffsetRun>> _runs = new(StringComparer.Ordinal);

    /// <summary>True when it holds nothing.</summary>
    internal bool IsEmpty => _runs.Count == 0;

    /// <summary>The runs by channel.</summary>
    internal IReadOnlyDictionary<string, List<OffsetRun>> Runs => _runs;

    /// <summary>Adds an event.</summary>
    internal void Add(string channel, long offset)
    {
        if (!_runs.TryGetValue(channel, out var runs))
        {
            _runs[channel] = [new OffsetRun(offset)];
        }
        else if (runs[^1] is { Count: < OffsetRun.MaxCount } last)
        {
            last.Add(offset);
        }
        else
        {
            runs.Add(new OffsetRun(offset));
        }
    }

    /// <summary>Copies a channel's offsets behind those that are there.</summary>
    internal void CopyTo(string channel, List<long> offsets)
    {
        if (_runs.TryGetValue(channel, out var runs))
        {
            foreach (var run in runs)
            {
                OffsetRun.Read(run.First, run.Distances, offsets);
            }
        }
    }
}
