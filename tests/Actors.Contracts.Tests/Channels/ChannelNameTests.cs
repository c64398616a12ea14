using Actors.Contracts.Channels;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Contracts.Tests.Channels;

public sealed class ChannelNameTests
{
    [Theory]
    [InlineData("user:a", ChannelKind.User, "a")]
    [InlineData("user:u_abc-1.2", ChannelKind.User, "u_abc-1.2")]
    [InlineData("channel:user", ChannelKind.Room, "user")]
    [InlineData("channel:..", ChannelKind.Room, "..")]
    public void Parse_of_a_name(string text, ChannelKind kind, string id)
    {
        var name = ChannelName.Parse(text);

        (name.Value, name.Kind, name.Id.ToString(), name.ToString()).ShouldBe((text, kind, id, text));
        name.ShouldBe(ChannelName.Parse(new string(text)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("user:")]
    [InlineData("channel:")]
    [InlineData("user")]
    [InlineData("room:a")]
    [InlineData("User:a")]
    [InlineData(" user:a")]
    [InlineData("user:a ")]
    [InlineData("user:a:b")]
    [InlineData("user:a/b")]
    [InlineData("user:é")]
    [InlineData("user:a\n")]
    [InlineData("user:a\0")]
    [InlineData("channel:*")]
    public void TryParse_of_anything_else_is_false(string? text) => ChannelName.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void TryParse_takes_ids_up_to_128_characters(int length, bool valid) =>
        ChannelName.TryParse("channel:" + new string('x', length), out _).ShouldBe(valid);

    [Fact]
    public void Parse_of_anything_else_says_what_is_allowed() =>
        Should.Throw<FormatException>(() => ChannelName.Parse("nonsense")).Message.ShouldContain("user:<id>");

    [Theory]
    [InlineData("user:u_abc123", 7)]
    [InlineData("channel:room-1", 2)]
    [InlineData("user:alice", 4)]
    [InlineData("user:bob", 7)]
    [InlineData("channel:lobby", 6)]
    [InlineData("user:x--YWJjQGV4YW1wbGUuY29t", 0)]
    public void ShardOf_is_that_of_Kafkas_Java_client(string name, int shard) => ChannelName.Parse(name).ShardOf(8).ShouldBe(shard);

    [Fact]
    public void ShardOf_is_within_the_shards_for_the_longest_names() => Prop.ForAll(
        Gen.Choose(1, 128).SelectMany(length => Gen.Choose(1, 1000).Select(shards => (length, shards))).ToArbitrary(),
        t => ChannelName.Parse("channel:" + new string('z', t.length)).ShardOf(t.shards) is var shard && shard >= 0 && shard < t.shards).QuickCheckThrowOnFailure();

    [Fact]
    public void Default_names_nothing() => default(ChannelName).Value.ShouldBeEmpty();
}
