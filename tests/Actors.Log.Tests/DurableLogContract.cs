namespace Actors.Log.Tests;

/// <summary>What every durable log must do. Each implementation runs it with a log of its own.</summary>
public abstract class DurableLogContract : IAsyncLifetime
{
    protected const int Shards = 4;

    protected static CancellationToken None => CancellationToken.None;

    protected IDurableLog Log { get; private set; } = null!;

    public async Task InitializeAsync() => Log = await CreateAsync(Shards);

    public virtual async Task DisposeAsync() => await Log.DisposeAsync();

    [Fact]
    public async Task AppendAsync_keeps_the_order_of_calls()
    {
        var claim = await Log.ClaimAsync(1, Records.Claim(), None);

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Log.AppendAsync(1, Records.Event(claim, i, value: $"{i}"), None)));

        var entries = await ReadAllAsync(1, claim + 1);
        entries.Select(e => e.Record.Text()).ShouldBe(Enumerable.Range(0, 1000).Select(i => $"{i}"));
        entries.Select(e => e.Offset).ShouldBeInOrder();
    }

    [Fact]
    public async Task SubmitAsync_returns_the_place_at_which_the_command_is_read()
    {
        var positions = new List<LogPosition>();
        for (var i = 0; i < 20; i++)
        {
            positions.Add(await Log.SubmitAsync(Records.Command($"user:u{i}", $"{i}"), None));
        }

        for (var i = 0; i < 20; i++)
        {
            var batch = await Log.ReadAsync(positions[i].Shard, positions[i].Offset, 1, None);
            batch.Entries.Span[0].Record.Text().ShouldBe($"{i}");
            batch.Entries.Span[0].Record.Channel.ShouldBe($"user:u{i}");
        }
    }

    /// <summary>Makes an empty log.</summary>
    protected abstract Task<IDurableLog> CreateAsync(int shards);

    protected async Task<List<LogEntry>> ReadAllAsync(int shard, long from)
    {
        var entries = new List<LogEntry>();
        while (true)
        {
            var batch = await Log.ReadAsync(shard, from, 64 * 1024, None);
            if (batch.Entries.IsEmpty)
            {
                return entries;
            }

            entries.AddRange(batch.Entries.ToArray());
            from = batch.Next;
        }
    }
}
