using Actors.Live.Redis;

namespace Actors.Live.Tests.Redis;

public sealed class RedisBusOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ; ")]
    [InlineData("password=geheim")]
    [InlineData("localhost:6379,syncTimeout=geheim")]
    public void Validate_configuration_that_cannot_be_read_names_its_key_and_no_secret(string configuration)
    {
        var fault = Should.Throw<ArgumentException>(() => RedisNode.Options(configuration).Validate());

        fault.Message.ShouldContain("Redis:Configuration");
        fault.ToString().ShouldNotContain("geheim");
    }

    [Fact]
    public void Validate_names_the_key_of_what_makes_no_sense()
    {
        var options = new RedisBusOptions { Configuration = "localhost" };
        options.Validate();

        Should.Throw<ArgumentException>(() => (options with { KeyPrefix = "a b" }).Validate()).Message.ShouldContain("Redis:KeyPrefix");
        Should.Throw<ArgumentException>(() => (options with { MaxPendingBytes = 0 }).Validate()).Message.ShouldContain("Redis:MaxPendingBytes");
        Should.Throw<ArgumentException>(() => (options with { MaxReconnectDelay = TimeSpan.Zero }).Validate()).Message.ShouldContain("Redis:MaxReconnectDelay");
    }

    [Fact]
    public void Servers_are_separated_by_semicolons() =>
        new RedisBusOptions { Configuration = "one:1,ssl=true; two:2 ;" }.Servers.ShouldBe(["one:1,ssl=true", "two:2"]);

    [Fact]
    public void ToString_tells_no_secret() =>
        new RedisBusOptions { Configuration = "one:1,password=geheim" }.ToString().ShouldNotContain("geheim");
}
