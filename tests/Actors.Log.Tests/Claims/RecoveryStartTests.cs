using System.Buffers;
using Actors.Log.Claims;
using Actors.Log.Kafka;
using Actors.Log.Tests.Kafka;

namespace Actors.Log.Tests.Claims;

/// <summary>With a log whose retention knows nothing of recovery points.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-real")]
[Collection(KafkaCollection.Name)]
public sealed class RecoveryStartTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task FindAsync_gives_the_committed_point_or_the_logs_start_where_there_is_none()
    {
        await using var node = await KafkaNode.OwnAllAsync(KafkaNode.Fresh(broker, 2));
        var (state, point) = await WriteAsync(node);

        var found = await RecoveryStart.FindAsync(node.Log, 0, None);
        var none = await RecoveryStart.FindAsync(node.Log, 1, None);

        found.Point.At.ShouldBe(state.At);
        found.Point.Claims.NextSeq.ShouldBe(state.Claims.NextSeq);
        found.Value.IsEmpty.ShouldBeFalse();
        (found.Removed, found.Bounds.Next).ShouldBe((null, point + 1));
        (none.Point.At, none.Point.Claims, none.Value.IsEmpty, none.Removed).ShouldBe((-1, ClaimState.None, true, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindAsync_begins_with_what_is_left_where_the_point_was_removed(bool isKnown)
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var (_, point) = await WriteAsync(node);

        var found = await FindBehindAsync(options, point + 1, isKnown);

        (found.Point.At, found.Point.Claims, found.Value.IsEmpty, found.Removed).ShouldBe((point, ClaimState.None, true, point));
    }

    [Fact]
    public async Task FindAsync_goes_on_with_the_points_claim_where_the_first_record_behind_it_was_removed()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var (state, point) = await WriteAsync(node);

        var found = await FindBehindAsync(options, point - 1, isKnown: false);

        (found.Point.At, found.Removed).ShouldBe((point - 2, state.At + 1));
        var filter = new ClaimFilter(found.Point.Claims);
        (await node.Log.ReadAsync(0, point - 1, 10_000, None)).Entries.ToArray().Select(e => filter.Accept(e.Offset, e.Record)).ShouldBe([true, true]);
    }

    [Fact]
    public async Task FindAsync_begins_at_a_point_that_the_log_still_holds_where_none_is_committed()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var (state, point) = await WriteAsync(node);

        var found = await FindBehindAsync(options with { Group = options.Group + "-other" }, state.At + 1, isKnown: false);

        (found.Point.At, found.Point.Claims.Claim, found.Found, found.Removed).ShouldBe((state.At, state.At, point, null));
        var filter = new ClaimFilter(found.Point.Claims);
        (await node.Log.ReadAsync(0, state.At + 1, 10_000, None)).Entries.ToArray().Select(e => filter.Accept(e.Offset, e.Record)).ShouldAllBe(counts => counts);
    }

    [Fact]
    public async Task FindAsync_begins_at_a_later_point_where_the_committed_one_was_removed()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var (_, first) = await WriteAsync(node);
        var (state, point) = await WriteAsync(node, isCommitted: false);

        var found = await FindBehindAsync(options, first + 1, isKnown: false);

        (found.Point.At, found.Found, found.Removed).ShouldBe((state.At, point, null));
    }

    [Fact]
    public async Task FindAsync_finds_the_point_that_stands_far_before_the_end()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var (state, point) = await WriteAsync(node);
        await Task.WhenAll(Enumerable.Range(4, 10_000).Select(i => node.Log.AppendAsync(0, Records.Event(state.At, i), None)));

        var found = await FindBehindAsync(options with { Group = options.Group + "-other" }, state.At, isKnown: false);

        found.Found.ShouldBe(point);
    }

    [Fact]
    public async Task FindAsync_says_what_may_have_been_answered_where_no_point_is_left()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var claim = await node.Log.ClaimAsync(0, Records.Claim(), None);
        var command = await node.Log.SubmitAsync(Records.Command("user:u"), None);
        await node.Log.AppendAsync(0, Records.Event(claim, 0) with { Answers = command.Offset }, None);
        await node.Log.SubmitAsync(Records.Command("user:u"), None);

        var found = await FindBehindAsync(options, claim + 1, isKnown: false);

        (found.Point.At, found.Point.Claims, found.Point.Answered, found.Removed).ShouldBe((claim, ClaimState.None, command.Offset, 0));
        (found.Found, found.Value.IsEmpty, found.LastInDoubt).ShouldBe((null, true, command.Offset + 1));
    }

    // A first offset that was asked for is believed for a second: then the broker is the one to say that it has moved.
    private static async Task<RecoveryStart> FindBehindAsync(KafkaLogOptions options, long first, bool isKnown)
    {
        await using var node = await KafkaNode.OpenAsync(options);
        if (isKnown)
        {
            await node.Log.BoundsAsync(0, None);
        }

        Topic.DeleteBefore(options, 0, first);
        return await RecoveryStart.FindAsync(node.Log, 0, None);
    }

    /// <summary>A claim, its state, three events of it, and the point record that holds the state.</summary>
    private static async Task<(RecoveryPoint State, long Point)> WriteAsync(KafkaNode node, bool isCommitted = true)
    {
        var claim = await node.Log.ClaimAsync(0, Records.Claim(), None);
        var state = new RecoveryPoint(claim, new ClaimState(claim, 0, claim, []), -1, node.Log.LogId);
        for (var i = 0; i < 3; i++)
        {
            await node.Log.AppendAsync(0, Records.Event(claim, i), None);
        }

        var value = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(value, state);
        await node.Log.AppendAsync(0, Records.Point(claim, 3) with { Value = value.WrittenMemory }, None);
        if (isCommitted)
        {
            await node.Log.CommitPointAsync(0, claim + 4, claim, None);
        }

        return (state, claim + 4);
    }
}
