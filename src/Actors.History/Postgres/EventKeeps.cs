using Actors.Contracts.Events;

namespace Actors.History.Postgres;

/// <summary>For how many days the events of each type are kept: the class that each stands in. Thread-safe.</summary>
internal sealed class EventKeeps(EventRetention retention)
{
    private readonly Dictionary<string, int> _types = Types(retention);
    private readonly int _others = Days(retention.Events);

    /// <summary>The days for a type.</summary>
    internal int Of(string type) => _types.GetValueOrDefault(type, _others);

    /// <summary>All classes that there are.</summary>
    internal IReadOnlyList<int> All => [.. _types.Values.Append(_others).Distinct()];

    private static Dictionary<string, int> Types(EventRetention retention)
    {
        var types = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [EventTypes.ChatChunk] = Days(retention.Text),
            [EventTypes.GenerationProgress] = Days(retention.Text),
        };
        foreach (var (type, time) in retention.Types)
        {
            types[type] = Days(time);
        }

        return types;
    }

    private static int Days(TimeSpan time) => (int)Math.Ceiling(time.TotalDays);
}
