using Actors.Log.Kafka;
using Actors.TestServers;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka.Placing;

[Trait("Server", "kafka")]
[Trait("Server", "kafka-real")]
[Collection(KafkaCollection.Name)]
public sealed class GroupOffsetsTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_commit_waits_while_a_rebalance_is_held_up_and_costs_nobody_a_shard()
    {
        var options = KafkaNode.Fresh(broker, 6);
        await using var holding = await KafkaNode.OwnAllAsync(options);
        await using var waiting = await JoinAsync(options, holding, 3);
        await using var third = await HoldUpAsync(options, holding);
        var kept = waiting.Host.Shards[0];

        var commit = waiting.Log.CommitPointAsync(kept, 7, -1, None).AsTask();
        (await waiting.Log.ReadPointAsync(kept, None)).ShouldBeNull("a point is read while a commit waits");
        commit.IsCompleted.ShouldBeFalse();
        holding.Host.GiveBack();

        await commit;
        (await third.Log.ReadPointAsync(kept, None)).ShouldBe(7);
        await third.Host.Has(2);
        foreach (var node in new[] { holding, waiting, third })
        {
            await node.Host.Has(2);
            node.Host.Said.ShouldAllBe(s => s[0] != '!');
        }
    }

    [Fact]
    public async Task A_node_may_claim_and_commit_while_it_gives_back_and_others_wait_for_it()
    {
        var options = KafkaNode.Fresh(broker, 6);
        await using var holding = await KafkaNode.OwnAllAsync(options);
        await using var waiting = await JoinAsync(options, holding, 3);
        await using var third = await HoldUpAsync(options, holding);
        var given = int.Parse(holding.Host.Said.Last(s => s[0] == '-')[1..]);

        var claim = await holding.Log.ClaimAsync(given, Records.Claim(), None);
        await holding.Log.CommitPointAsync(given, claim + 1, -1, None);

        Group.Look(options).State.ShouldBe("PreparingRebalance", "all this happened while the others waited");
        holding.Host.GiveBack();
        await third.Host.Has(2);
    }

    [Fact]
    public async Task No_commit_fails_while_a_member_that_died_holds_a_rebalance_up()
    {
        var options = KafkaNode.Fresh(broker, 6) with
        {
            // Requests are given up sooner than the dead member is.
            Client = new Dictionary<string, string> { ["socket.timeout.ms"] = "1000" },
        };
        await using var first = await KafkaNode.OwnAllAsync(options);
        await using var second = await JoinAsync(options, first, 3);
        await OwnThreadOf(() => Group.JoinAndDie(options));
        using var enough = new CancellationTokenSource();
        var commits = new[] { CommitAsync(first, enough.Token), CommitAsync(second, enough.Token) };

        await using var third = await KafkaNode.OpenAsync(options);
        third.Join();
        await third.Host.Has(2);

        await enough.CancelAsync();
        (await Task.WhenAll(commits)).ShouldAllBe(count => count > 0);
        foreach (var node in new[] { first, second, third })
        {
            node.Host.Said.ShouldAllBe(s => s[0] != '!');
        }
    }

    [Fact]
    public async Task A_claim_commits_nothing()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);

        await node.Log.ClaimAsync(0, Records.Claim(), None);

        Group.Committed(options, 0).ShouldBe(Offset.Unset);
    }

    private static async Task<KafkaNode> JoinAsync(KafkaLogOptions options, KafkaNode other, int shards)
    {
        var node = await KafkaNode.OpenAsync(options);
        node.Join();
        await node.Host.Has(shards);
        await other.Host.Has(shards);
        await Group.IsAsync(options, "Stable");
        return node;
    }

    /// <summary>A node joins, which costs each of the two others a shard; the holding one does not give its own back.</summary>
    private static async Task<KafkaNode> HoldUpAsync(KafkaLogOptions options, KafkaNode holding)
    {
        holding.Host.Holds = true;
        var node = await KafkaNode.OpenAsync(options);
        node.Join();
        await Until.TrueAsync(() => holding.Host.Said.Count(s => s[0] == '-') == 4, "a shard is revoked again");
        await Group.IsAsync(options, "PreparingRebalance");
        return node;
    }

    /// <summary>Commits a point of each shard of a node, again and again; says how many were taken.</summary>
    private static async Task<int> CommitAsync(KafkaNode node, CancellationToken enough)
    {
        var taken = 0;
        while (!enough.IsCancellationRequested)
        {
            foreach (var shard in node.Host.Shards)
            {
                try
                {
                    await node.Log.CommitPointAsync(shard, ++taken, -1, None);
                }
                catch (NotOwnerException) when (!node.Host.Shards.Contains(shard))
                {
                    // given to the one that joined
                }
            }
        }

        return taken;
    }

    private static Task OwnThreadOf(Action work) => OwnThread.RunAsync("test-member", () =>
    {
        work();
        return 0;
    });
}
