using Actors.Shards.Digests;
using Actors.Shards.State;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Shards.Tests.Digests;

public sealed class DigestBuilderTests
{
    [Fact]
    public void Digests_follow_on_each_other_and_name_each_channel_with_its_last_event() =>
        Prop.ForAll(Gen.Choose(-2, 5).ListOf().ToArbitrary(), steps =>
        {
            var builder = new DigestBuilder(3, "n1", maxChannels: 100);
            var channels = Enumerable.Range(0, 6).Select(i => new ChannelState($"channel:{i}", 0)).ToArray();
            var expected = new Dictionary<string, long>();
            builder.Begin(10);
            builder.ServedSince(5);
            var (position, from) = (10L, 10L);
            foreach (var step in steps)
            {
                position++;
                if (step >= 0)
                {
                    channels[step].Last = expected[channels[step].Name] = position;
                    builder.Add(channels[step]);
                    continue;
                }

                builder.HasEvents.ShouldBe(expected.Count > 0);
                var digest = builder.Take(position, claim: 10, nextSeq: 7, lastValid: position, openJobs: 2);
                (digest.Shard, digest.From, digest.To, digest.Claim, digest.NextSeq, digest.LastValid, digest.OpenJobs)
                    .ShouldBe((3, from, position, 10L, 7L, position, 2));
                (digest.Node, digest.Since).ShouldBe(("n1", 5L));
                digest.Channels.ToDictionary(mark => mark.Channel, mark => mark.Offset).ShouldBe(expected, ignoreOrder: true);
                expected.Clear();
                from = position;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void IsFull_from_the_most_channels_on()
    {
        var builder = new DigestBuilder(0, "n1", maxChannels: 2);
        var channel = new ChannelState("channel:a", 0);
        builder.Add(channel);
        builder.Add(channel);
        builder.IsFull.ShouldBeFalse();

        builder.Add(new ChannelState("channel:b", 0));

        builder.IsFull.ShouldBeTrue();
    }
}
