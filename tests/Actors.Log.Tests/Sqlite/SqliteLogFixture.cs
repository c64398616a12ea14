using Actors.Contracts;
using Actors.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Sqlite;

/// <summary>A directory in which a test opens its log, once or again.</summary>
public abstract class SqliteLogFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal static CancellationToken None => CancellationToken.None;

    internal ManualTime Time { get; } = new();

    internal SqliteLogOptions Options => new() { Directory = _directory.Path, ShardCount = 2 };

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    internal SqliteLog Open(SqliteLogOptions? options = null) =>
        SqliteLog.Open(options ?? Options, Time, new UuidV7Source(TimeProvider.System), NullLogger<SqliteLog>.Instance);

    /// <summary>Appends so many events to a claim of a shard, and waits for them.</summary>
    internal static Task AppendAsync(SqliteLog log, int shard, long claim, int from, int count, int bytes = 100) =>
        Task.WhenAll(Enumerable.Range(from, count).Select(seq => log.AppendAsync(shard, Records.Event(claim, seq, value: $"{seq} {new string('x', bytes)}"), None)));

    /// <summary>Everything that a shard holds.</summary>
    internal static async Task<List<LogEntry>> ReadAllAsync(SqliteLog log, int shard)
    {
        var entries = new List<LogEntry>();
        var at = (await log.BoundsAsync(shard, None)).First;
        while (await log.ReadAsync(shard, at, 100_000, None) is { Entries.IsEmpty: false } batch)
        {
            entries.AddRange(batch.Entries.ToArray());
            at = batch.Next;
        }

        return entries;
    }
}
