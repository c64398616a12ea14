using System.Text.Json;
using Actors.Contracts;
using Actors.Contracts.Commands;
using Actors.Log;
using Actors.Log.Sqlite;
using Actors.Service.Commands;
using Actors.Service.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Service.Tests.Commands;

/// <summary>Each instance is a node of its own that reads the same log.</summary>
public sealed class ShardKeysTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly Guid Key = new("11111111-1111-1111-1111-111111111111");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly SteppedTime _time = new();
    private readonly SqliteLog _log;

    public ShardKeysTests() => _log = SqliteLog.Open(
        new SqliteLogOptions { Directory = _directory.Path, ShardCount = 1, TailRecords = 16, Retention = new LogRetention { MaxAge = TimeSpan.FromMinutes(1) } },
        _time, new UuidV7Source(TimeProvider.System), NullLogger<SqliteLog>.Instance);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _directory.Dispose();
    }

    [Fact]
    public async Task Two_nodes_that_append_at_once_both_answer_with_the_first()
    {
        var (one, other) = (CreateSut(), CreateSut());
        var (before, beforeOther) = (await one.FindAsync(Key, 0, None), await other.FindAsync(Key, 0, None));
        before.First.ShouldBeNull();
        var first = await SubmitAsync(Key);
        await SubmitAsync(Guid.NewGuid());
        var second = await SubmitAsync(Key);
        (await other.FirstAsync(Key, second, beforeOther.Next, None)).Offset.ShouldBe(first.Offset);
        (await one.FirstAsync(Key, first, before.Next, None)).Offset.ShouldBe(first.Offset);
        (await one.FindAsync(Key, 0, None)).First!.Value.Offset.ShouldBe(first.Offset);
    }

    [Fact]
    public async Task What_the_history_knows_is_not_read()
    {
        await SubmitAsync(Key);
        var known = await NextAsync();
        var later = Guid.NewGuid();
        var command = await SubmitAsync(later);
        var sut = CreateSut();
        (await sut.FindAsync(Key, known, None)).ShouldBe(new KeyLook(null, known + 1));
        (await sut.FindAsync(later, known, None)).First.ShouldBe(command);
    }

    [Fact]
    public async Task When_the_history_goes_away_the_window_is_read()
    {
        var old = Guid.NewGuid();
        await SubmitAsync(old);
        _time.Step(Window);
        _time.Step(TimeSpan.FromSeconds(1));
        var command = await SubmitAsync(Key);
        var sut = CreateSut();
        (await sut.FindAsync(Key, await NextAsync(), None)).First.ShouldBeNull();
        (await sut.FindAsync(Key, null, None)).First.ShouldBe(command);
        (await sut.FindAsync(old, null, None)).First.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_read_while_the_history_was_there_serves_without_it()
    {
        var sut = CreateSut();
        await sut.FindAsync(Key, 0, None);
        var command = await SubmitAsync(Key);
        _time.Step(Window - TimeSpan.FromSeconds(1));
        (await sut.FindAsync(Key, await NextAsync(), None)).First.ShouldBe(command);
        (await sut.FindAsync(Key, null, None)).First.ShouldBe(command);
        _time.Step(TimeSpan.FromSeconds(2));
        (await sut.FindAsync(Key, null, None)).First.ShouldBeNull("it is older than the window");
    }

    [Fact]
    public async Task History_that_lags_behind_the_log_leaves_no_hole()
    {
        var lagging = await NextAsync();
        var command = await SubmitAsync(Key);
        var sut = CreateSut();
        await sut.FindAsync(Guid.NewGuid(), await NextAsync(), None);
        (await sut.FindAsync(Key, lagging, None)).First.ShouldBe(command);
    }

    [Fact]
    public async Task First_command_is_found_also_when_another_request_began_anew_behind_it()
    {
        var sut = CreateSut();
        var before = await sut.FindAsync(Key, 0, None);
        var first = await SubmitAsync(Key);
        for (var i = 0; i < 11; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => SubmitAsync(Guid.NewGuid())));
        }

        var own = await SubmitAsync(Key);
        await sut.FindAsync(Guid.NewGuid(), await NextAsync(), None);
        (await sut.FirstAsync(Key, own, before.Next, None)).Offset.ShouldBe(first.Offset);
    }

    [Fact]
    public async Task Many_at_once_over_two_nodes_agree_on_the_first_of_each_key()
    {
        ShardKeys[] nodes = [CreateSut(), CreateSut()];
        Guid[] keys = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async n =>
        {
            await Task.Yield();
            var (key, node) = (keys[n % keys.Length], nodes[n / keys.Length % nodes.Length]);
            var look = await node.FindAsync(key, 0, None);
            return (Key: key, First: look.First ?? await node.FirstAsync(key, await SubmitAsync(key), look.Next, None));
        }));
        foreach (var key in answers.GroupBy(a => a.Key))
        {
            key.Select(a => a.First).Distinct().ShouldHaveSingleItem().ShouldBe((await CreateSut().FindAsync(key.Key, 0, None)).First!.Value);
        }
    }

    [Fact]
    public async Task Cancelled_wait_holds_up_nobody()
    {
        var sut = CreateSut();
        await Should.ThrowAsync<OperationCanceledException>(() => sut.FindAsync(Key, 0, new CancellationToken(canceled: true)).AsTask());
        var command = await SubmitAsync(Key);
        (await sut.FindAsync(Key, 0, None)).First.ShouldBe(command);
    }

    [Fact]
    public async Task What_retention_removed_before_it_was_read_is_passed_over()
    {
        var sut = CreateSut();
        await sut.FindAsync(Key, 0, None);
        for (var i = 0; i < 50; i++)
        {
            await SubmitAsync(Guid.NewGuid());
        }

        _time.Step(TimeSpan.FromMinutes(5));
        var last = await SubmitAsync(Key);
        await _log.CommitPointAsync(0, last.Offset, last.Offset, None);
        (await _log.SweepAsync(None)).ShouldBe(50);
        (await sut.FindAsync(Key, 0, None)).First.ShouldBe(last);
    }

    private ShardKeys CreateSut() => new(0, _log, _log, Window, _time);

    private async Task<long> NextAsync() => (await _log.BoundsAsync(0, None)).Next;

    private async Task<FirstCommand> SubmitAsync(Guid key)
    {
        var body = new CommandBody { Type = CommandTypes.SubmitJob, User = "ada", Channel = "user:ada", Id = key.ToString("N"), BodyHash = Hash };
        var value = JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.CommandBody);
        var position = await _log.SubmitAsync(new LogRecord { Kind = RecordKind.Command, Channel = body.Channel, Type = body.Type, Value = value }, None);
        return FirstCommand.At(position.Offset, Hash);
    }

    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Step(TimeSpan by) => _now += by;
    }
}
