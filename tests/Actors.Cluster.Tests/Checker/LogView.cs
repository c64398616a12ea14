using System.Globalization;
using System.Text;

namespace Actors.Cluster.Tests.Checker;

/// <summary>What the log says by the rule: followed from its beginning, on each call up to its end.</summary>
internal sealed class LogView(IRawLog log, int shards) : IDisposable
{
    private readonly ClaimRule[] _rules = [.. Enumerable.Range(0, shards).Select(_ => new ClaimRule())];
    private readonly Dictionary<string, List<LoggedEvent>> _channels = [];
    private readonly Dictionary<string, List<LoggedEvent>> _jobs = [];
    private readonly Dictionary<(int Shard, long Command), Answer> _answered = [];
    private readonly Dictionary<(int Shard, long Claim), long> _firstAnswers = [];

    /// <summary>Where the first command of each job stands.</summary>
    public Dictionary<string, long> Submitted { get; } = [];

    /// <summary>Every record, valid or not.</summary>
    public List<(RawRecord Record, bool IsValid)> Records { get; } = [];

    /// <summary>Takes in what is new.</summary>
    public void Refresh()
    {
        foreach (var record in log.ReadNew())
        {
            var isValid = _rules[record.Shard].Counts(record.Offset, record.Header);
            Records.Add((record, isValid));
            if (record.Channel.Length > 0)
            {
                ShardOf.Key(record.Channel, shards).ShouldBe(record.Shard, record.Channel);
            }

            if (record.Header is { Kind: RawKind.Command, Job.Length: > 0 })
            {
                Submitted.TryAdd(record.Header.Job, record.Offset);
            }

            if (!isValid || record.Header.Kind != RawKind.Event)
            {
                continue;
            }

            var logged = LoggedEvent.From(record);
            logged.Json.GetProperty("channel").GetString().ShouldBe(record.Channel);
            ListOf(_channels, logged.Channel).Add(logged);
            if (logged.Job.Length > 0)
            {
                ListOf(_jobs, logged.Job).Add(logged);
            }

            if (record.Header.Answers >= 0)
            {
                _answered.TryAdd((record.Shard, record.Header.Answers), new Answer(record.Time, record.Header.Stamp));
                _firstAnswers.TryAdd((record.Shard, record.Header.Stamp), record.Offset);
            }
        }
    }

    /// <summary>A channel's valid events.</summary>
    public IReadOnlyList<LoggedEvent> Channel(string channel) => _channels.GetValueOrDefault(channel) ?? [];

    /// <summary>A job's valid events.</summary>
    public IReadOnlyList<LoggedEvent> Job(string job) => _jobs.GetValueOrDefault(job) ?? [];

    /// <summary>For each shard, the longest that a command appended at or after a time waited for its answer.</summary>
    public TimeSpan[] LongestAnswers(long sinceMilliseconds) => Longest(sinceMilliseconds, (_, _) => true);

    /// <summary>
    /// For each shard, the longest that a command appended at or after a time waited while the shard had no owner that serves: it
    /// stands before the claim under which it is answered, or behind it and before the first answer under it. What an owner that
    /// serves takes for its answers is not in it.
    /// </summary>
    public TimeSpan[] LongestHandovers(long sinceMilliseconds) => Longest(
        sinceMilliseconds,
        (command, answer) => command.Offset < answer.Claim || command.Offset < _firstAnswers[(command.Shard, answer.Claim)]);

    /// <summary>Writes every record, one a line, for whoever looks into a failed test.</summary>
    public void Dump(string file) => File.WriteAllLines(file, Records.Select(r => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Record.Shard} {r.Record.Offset} {r.Record.Time} {(r.IsValid ? "valid" : "INVALID")} {r.Record.Header.Kind} stamp={r.Record.Header.Stamp} seq={r.Record.Header.Seq} answers={r.Record.Header.Answers} {r.Record.Header.Type} {r.Record.Header.Job} {TextOf(r.Record)}")));

    public void Dispose() => log.Dispose();

    private static string TextOf(RawRecord record) => record.Header.Kind is RawKind.Snapshot or RawKind.Point
        ? $"{record.Value.Length} bytes"
        : Encoding.UTF8.GetString(record.Value.AsSpan(0, Math.Min(record.Value.Length, 300)));

    private TimeSpan[] Longest(long sinceMilliseconds, Func<RawRecord, Answer, bool> counts)
    {
        var longest = new TimeSpan[shards];
        foreach (var (record, _) in Records.Where(r => r.Record.Header.Kind == RawKind.Command && r.Record.Time >= sinceMilliseconds))
        {
            if (_answered.TryGetValue((record.Shard, record.Offset), out var answer) && counts(record, answer))
            {
                var wait = TimeSpan.FromMilliseconds(answer.Time - record.Time);
                longest[record.Shard] = wait > longest[record.Shard] ? wait : longest[record.Shard];
            }
        }

        return longest;
    }

    private static List<LoggedEvent> ListOf(Dictionary<string, List<LoggedEvent>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }

    /// <summary>When a command was first answered, and under which claim.</summary>
    private readonly record struct Answer(long Time, long Claim);
}
