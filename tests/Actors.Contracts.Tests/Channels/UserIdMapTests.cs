using System.Text;
using Actors.Contracts.Channels;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Contracts.Tests.Channels;

/// <summary>Every user has one channel, and no two users have the same.</summary>
public sealed class UserIdMapTests
{
    private static readonly Gen<string> Ids = Gen.OneOf(
        Gen.Elements("alice", "a@b.example", "auth0|123", "x--", "x--YQ", "x--YWJj", "ü", "🙂", " ", "a b", "%", "..", "-", new string('q', 93)),
        ArbMap.Default.ArbFor<string>().Generator.Where(s => !string.IsNullOrEmpty(s) && s.Length <= 30));

    [Fact]
    public void ToUserId_gives_back_the_user_of_every_channel_id() => Prop.ForAll(Ids.ToArbitrary(), id =>
    {
        if (!IsUnicode(id))
        {
            Should.Throw<FormatException>(() => UserIdMap.ToChannelId(id));
            return true;
        }

        var channel = UserIdMap.ToChannelId(id);
        return ChannelName.IsId(channel) && UserIdMap.ToUserId(channel) == id && ChannelName.ForUser(id).Value == "user:" + channel;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void ToChannelId_gives_different_users_different_channels() => Prop.ForAll(Ids.ToArbitrary(), Ids.ToArbitrary(), (a, b) =>
        !IsUnicode(a) || !IsUnicode(b) || (UserIdMap.ToChannelId(a) == UserIdMap.ToChannelId(b)) == (a == b)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("u_1.2-3", "u_1.2-3")]
    [InlineData("a@b", "x--YUBi")]
    [InlineData("x--YUBi", "x--eC0tWVVCaQ")]
    public void ToChannelId_keeps_what_fits(string user, string channel) => UserIdMap.ToChannelId(user).ShouldBe(channel);

    [Fact]
    public void ToChannelId_takes_128_plain_characters_or_93_bytes_of_others()
    {
        UserIdMap.ToChannelId(new string('a', 128)).Length.ShouldBe(128);
        UserIdMap.ToChannelId(new string('@', 93)).Length.ShouldBe(127);
        Should.Throw<FormatException>(() => UserIdMap.ToChannelId(new string('a', 129)));
        Should.Throw<FormatException>(() => UserIdMap.ToChannelId(new string('@', 94)));
        Should.Throw<FormatException>(() => UserIdMap.ToChannelId(""));
    }

    [Theory]
    [InlineData("x--")]
    [InlineData("x--!")]
    [InlineData("x--A")]
    [InlineData("x---_")]
    [InlineData("x--YWxpY2U")]
    [InlineData("x--_w")]
    public void ToUserId_of_an_id_that_maps_no_user_stands_for_itself(string channel) => UserIdMap.ToUserId(channel).ShouldBe(channel);

    private static bool IsUnicode(string text)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
