using Actors.History.Following;
using Actors.History.Tests.Sqlite;
using Actors.Log;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.History.Tests.Following;

public sealed class ShardReaderTests() : HistoryFixture(new SqliteKind())
{
    [Fact]
    public async Task WaitForAsync_that_is_given_up_leaves_nothing_behind()
    {
        await using var log = OpenLog();
        var reader = new ShardReader(0, log, log, new NothingStored(), ReaderLimits.IndexOnly, () => { }, Time, NullLogger.Instance);
        await reader.BeginAsync(None);
        using var giveUp = new CancellationTokenSource();
        Task[] waits = [.. Enumerable.Range(0, 100).Select(offset => reader.WaitForAsync(offset, giveUp.Token))];
        reader.Waiting.ShouldBe(100);

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(waits));
        reader.Waiting.ShouldBe(0);
    }

    private sealed class NothingStored : IShardStore
    {
        public ValueTask<StoredShard> ReadShardAsync(int shard, ShardBounds bounds, CancellationToken ct) => ValueTask.FromResult(new StoredShard(-1, null, []));
    }
}
