using Actors.TestServers;

namespace Actors.Log.Tests.Kafka;

[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class PlacementTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_second_node_gets_half_and_no_shard_before_the_first_gave_it_back()
    {
        var options = KafkaNode.Fresh(broker);
        await using var first = await KafkaNode.OwnAllAsync(options);
        first.Host.Holds = true;
        await using var second = await KafkaNode.OpenAsync(options);

        second.Join();
        await Until.TrueAsync(() => first.Host.Said.Any(s => s[0] == '-'), "a shard is revoked");
        var revoked = first.Host.Said.Where(s => s[0] == '-').Select(s => s[1..]).ToArray();
        second.Host.Shards.ShouldBeEmpty();
        await first.Log.ClaimAsync(int.Parse(revoked[0]), Records.Claim(), None);
        first.Host.GiveBack();

        await second.Host.Has(2);
        await first.Host.Has(2);
        first.Host.Shards.Concat(second.Host.Shards).Order().ShouldBe([0, 1, 2, 3]);
        second.Host.Shards.Select(s => $"{s}").ShouldBe(revoked, ignoreOrder: true);
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task A_node_that_leaves_gives_its_shards_to_the_other_at_once()
    {
        var options = KafkaNode.Fresh(broker) with { SessionTimeout = TimeSpan.FromSeconds(60) };
        await using var first = await KafkaNode.OwnAllAsync(options);
        await using var second = await KafkaNode.OpenAsync(options);
        second.Join();
        await second.Host.Has(2);

        await first.LeaveAsync();

        await second.Host.Has(4);
        first.Host.Shards.ShouldBeEmpty();
        first.Host.Said.ShouldAllBe(s => s[0] != '!');
    }

    [Fact]
    public async Task Owners_may_claim_and_commit_while_they_leave()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        node.Host.Holds = true;

        var leaving = node.LeaveAsync();
        await Until.TrueAsync(() => node.Host.Heard("-0"), "the shard is revoked");
        var claim = await node.Log.ClaimAsync(0, Records.Claim(), None);
        await node.Log.CommitPointAsync(0, claim, -1, None);
        leaving.IsCompleted.ShouldBeFalse();
        node.Host.GiveBack();

        await leaving;
        (await node.Log.ReadPointAsync(0, None)).ShouldBe(claim);
    }

    [Fact]
    public async Task A_node_that_is_no_member_may_neither_claim_nor_commit()
    {
        var options = KafkaNode.Fresh(broker);
        await using var member = await KafkaNode.OwnAllAsync(options);
        await using var other = await KafkaNode.OpenAsync(options);

        await Should.ThrowAsync<NotOwnerException>(async () => await other.Log.ClaimAsync(1, Records.Claim(), None));
        await Should.ThrowAsync<NotOwnerException>(async () => await other.Log.CommitPointAsync(1, 5, -1, None));
        await member.LeaveAsync();

        await Should.ThrowAsync<NotOwnerException>(async () => await member.Log.ClaimAsync(1, Records.Claim(), None));
    }

    [Fact]
    public async Task A_member_may_not_claim_a_shard_of_another()
    {
        var options = KafkaNode.Fresh(broker);
        await using var first = await KafkaNode.OwnAllAsync(options);
        await using var second = await KafkaNode.OpenAsync(options);
        second.Join();
        await second.Host.Has(2);
        await first.Host.Has(2);

        foreach (var shard in second.Host.Shards)
        {
            await Should.ThrowAsync<NotOwnerException>(async () => await first.Log.ClaimAsync(shard, Records.Claim(), None));
            await second.Log.ClaimAsync(shard, Records.Claim(), None);
        }
    }

    [Fact]
    public async Task Shards_can_be_claimed_in_the_moment_they_are_assigned()
    {
        var options = KafkaNode.Fresh(broker);
        await using var node = await KafkaNode.OpenAsync(options);
        var host = new ClaimingHost(node.Log);
        using var leave = new CancellationTokenSource();

        var run = node.Log.RunAsync(host, leave.Token);
        await Until.TrueAsync(() => host.Claims.Count == 4, "every shard is being claimed");

        (await Task.WhenAll(host.Claims)).ShouldAllBe(offset => offset >= 0);
        await leave.CancelAsync();
        await run;
    }

    [Fact]
    public async Task RunAsync_can_be_run_again_after_it_has_ended()
    {
        await using var node = await KafkaNode.OpenAsync(KafkaNode.Fresh(broker, 2));
        for (var i = 0; i < 2; i++)
        {
            var host = new PlacedHost();
            using var leave = new CancellationTokenSource();
            var run = node.Log.RunAsync(host, leave.Token);
            await host.Has(2);
            await leave.CancelAsync();
            await run;
            host.Said.Order().ShouldBe(["+0", "+1", "-0", "-1"], ignoreOrder: true);
        }
    }

    private sealed class ClaimingHost(IDurableLog log) : IShardHost
    {
        internal List<Task<long>> Claims { get; } = [];

        public void Assigned(int shard) => Claims.Add(log.ClaimAsync(shard, Records.Claim(), None).AsTask());

        public Task RevokedAsync(int shard, CancellationToken ct) => Task.CompletedTask;

        public void Lost(int shard)
        {
        }
    }
}
