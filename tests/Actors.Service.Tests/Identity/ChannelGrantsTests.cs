using Actors.Contracts.Channels;
using Actors.Service.Identity;

namespace Actors.Service.Tests.Identity;

public sealed class ChannelGrantsTests
{
    [Theory]
    [InlineData("channel:a", "channel:a", true)]
    [InlineData("channel:a", "channel:ab", false)]
    [InlineData("channel:a*", "channel:ab", true)]
    [InlineData("channel:a*", "channel:b", false)]
    [InlineData("*", "user:bob", true)]
    [InlineData("", "channel:a", false)]
    [InlineData("channel:A", "channel:a", false)]
    public void Allow_matches_names_and_prefixes(string pattern, string channel, bool allowed) =>
        new ChannelGrants([pattern]).Allow(ChannelName.Parse(channel)).ShouldBe(allowed);

    [Theory]
    [InlineData("channel:team-*", "channel:team-a*", true)]
    [InlineData("channel:team-*", "channel:team-*", true)]
    [InlineData("channel:team-*", "channel:t*", false)]
    [InlineData("channel:team-*", "*", false)]
    [InlineData("channel:a", "channel:a*", false)]
    public void Covers_a_pattern_only_when_all_that_it_names_is_named(string own, string pattern, bool covered) =>
        new ChannelGrants([own]).Covers(pattern).ShouldBe(covered);
}
