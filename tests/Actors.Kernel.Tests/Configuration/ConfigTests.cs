namespace Actors.Kernel.Tests.Configuration;

public sealed class ConfigTests
{
    private readonly Config _config = """"
        # a comment
        top = text // another
        "quoted.key" = "with \"quotes\" and # and \n lines"
        a {
          b.c = 12, d : 1.5
          e = on
          wait = 500ms
          list = [one, "two, three"
            four]
        }
        a.b.f = infinite
        a { e = off, long = 2 minutes }
        text = """as {it} stands"""
        """";

    [Fact]
    public void Values_are_found_by_their_path()
    {
        _config.GetString("top").ShouldBe("text");
        _config.GetString("\"quoted.key\"").ShouldBe("with \"quotes\" and # and \n lines");
        _config.GetInt("a.b.c").ShouldBe(12);
        _config.GetDouble("a.d").ShouldBe(1.5);
        _config.GetString("text").ShouldBe("as {it} stands");
        _config.GetStringList("a.list").ShouldBe(["one", "two, three", "four"]);
        _config.GetConfig("a.b").GetInt("c").ShouldBe(12);
        _config.HasPath("a.b").ShouldBeTrue();
        _config.HasPath("a.b.x").ShouldBeFalse();
    }

    [Fact]
    public void Later_values_replace_earlier_ones_and_objects_merge()
    {
        _config.GetBoolean("a.e", true).ShouldBeFalse();
        _config.GetTimeSpan("a.wait").ShouldBe(TimeSpan.FromMilliseconds(500));
        _config.GetTimeSpan("a.b.f").ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void What_is_missing_is_taken_from_the_fallback_and_then_from_the_default()
    {
        var config = _config.WithFallback("top = other, more { x = 1 }").WithFallback("more { x = 2, y = 3 }");

        config.GetString("top").ShouldBe("text");
        config.GetInt("more.x").ShouldBe(1);
        config.GetConfig("more").GetInt("y").ShouldBe(3);
        config.GetInt("nowhere", 7).ShouldBe(7);
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5ms", 5)]
    [InlineData("1.5 s", 1_500)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    public void Durations_have_units(string text, double milliseconds) =>
        ConfigurationFactory.ParseString($"wait = {text}").GetTimeSpan("wait").TotalMilliseconds.ShouldBe(milliseconds);

#if !ENGINE_AKKA
    [Theory]
    [InlineData("a = {", "line 1")]
    [InlineData("a {\n b = 1\n", "line 3")]
    [InlineData("a = \"open\nb = 1", "line 1")]
    [InlineData("\na\n", "line 3")]
    [InlineData("a = [1, 2", "line 1")]
    [InlineData("a = ${b}", "substitution")]
    [InlineData("a = 1 }", "line 1")]
    public void Wrong_texts_are_refused_with_the_line(string hocon, string part) =>
        Should.Throw<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon)).Message.ShouldContain(part);

    [Fact]
    public void Wrong_values_are_refused_with_the_key()
    {
        Should.Throw<ConfigurationException>(() => _config.GetInt("top")).Message.ShouldContain("top");
        Should.Throw<ConfigurationException>(() => _config.GetTimeSpan("a.e")).Message.ShouldContain("a.e");
        Should.Throw<ConfigurationException>(() => _config.GetBoolean("a.d")).Message.ShouldContain("a.d");
        Should.Throw<ConfigurationException>(() => _config.GetString("a.list")).Message.ShouldContain("a.list");
    }

    [Fact]
    public void Keys_that_the_kernel_does_not_have_are_named_in_one_line()
    {
        var lines = new List<LogEvent>();

        using var system = ActorSystem.Create("ignored", BootstrapSetup.Create()
            .WithConfig("akka { remote.port = 1, loglevel = INFO, actor.provider = cluster }, mine.key = 1")
            .And(new KernelSetup { Log = lines.Add }));

        lines.Single().Message.ShouldBe("This engine has no use for these configuration keys: akka.remote.port, akka.actor.provider");
    }

    [Fact]
    public void The_shipped_configuration_is_read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "akka.hocon")))
            folder = folder.Parent ?? throw new FileNotFoundException("akka.hocon");

        using var system = ActorSystem.Create("shipped", ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(folder.FullName, "akka.hocon"))));

        system.Settings.Ignored().ShouldBe(["akka.coordinated-shutdown.run-by-clr-shutdown-hook"]);
    }
#endif
}
