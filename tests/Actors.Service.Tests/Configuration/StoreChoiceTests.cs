using Actors.Service.Configuration;

namespace Actors.Service.Tests.Configuration;

public sealed class StoreChoiceTests
{
    [Theory]
    [InlineData("", "sqlite inprocess sqlite")]
    [InlineData("Log=sqlite", "sqlite inprocess sqlite")]
    [InlineData("Log=kafka", "kafka log sqlite")]
    [InlineData("Log=kafka +redis", "kafka redis sqlite")]
    [InlineData("Log=kafka +redis +postgres", "kafka redis postgres")]
    [InlineData("Log=kafka +redis Live=log", "kafka log sqlite")]
    [InlineData("Log=kafka Live=inprocess", "kafka inprocess sqlite")]
    [InlineData("Log=kafka +postgres History=sqlite", "kafka log sqlite")]
    [InlineData("+redis", "sqlite inprocess sqlite")]
    [InlineData("+redis Live=redis", "sqlite redis sqlite")]
    [InlineData("+postgres", "sqlite inprocess postgres")]
    public void What_is_not_said_follows_from_what_is(string said, string expected)
    {
        var choice = Said(said).Resolved();
        $"{choice.Log} {choice.Live} {choice.History}".ToLowerInvariant().ShouldBe(expected);
    }

    [Theory]
    [InlineData("Log=kafka -kafka", "Log:Kind=kafka needs Kafka:BootstrapServers")]
    [InlineData("Live=redis", "Live:Kind=redis needs Redis:Configuration")]
    [InlineData("History=postgres", "History:Kind=postgres needs Postgres:ConnectionString")]
    [InlineData("+kafka", "Log:Kind is not: set Log:Kind=kafka")]
    public void What_cannot_work_is_refused_with_the_key_to_set(string said, string expected) =>
        Should.Throw<SettingException>(() => Said(said).Resolved()).Message.ShouldContain(expected);

    [Theory]
    [InlineData("Log=kafka +redis +postgres")]
    [InlineData("Log=kafka +postgres")]
    [InlineData("")]
    [InlineData("+postgres")]
    [InlineData("Live=log")]
    public void What_goes_together_is_not_warned_about(string said) => Said(said).Resolved().Warnings().ShouldBeEmpty();

    [Theory]
    [InlineData("Log=kafka +postgres Live=inprocess", "Live:Kind=inprocess")]
    [InlineData("Log=kafka +redis", "History:Kind=sqlite")]
    [InlineData("+redis Live=redis", "one node only")]
    [InlineData("+kafka Log=sqlite", "Kafka:BootstrapServers is set but not used")]
    [InlineData("+redis", "Redis:Configuration is set but not used")]
    [InlineData("+redis Live=log", "Redis:Configuration is set but not used")]
    [InlineData("+postgres History=sqlite", "Postgres:ConnectionString is set but not used")]
    public void What_was_probably_not_meant_is_warned_about(string said, string expected) =>
        Said(said).Resolved().Warnings().ShouldHaveSingleItem().ShouldContain(expected);

    private static StoreChoice Said(string said)
    {
        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var log = KindOf<LogKind>(words, "Log=");
        return new StoreChoice
        {
            Log = log,
            Live = KindOf<LiveKind>(words, "Live="),
            History = KindOf<HistoryKind>(words, "History="),
            HasKafka = words.Contains("+kafka") || (log == LogKind.Kafka && !words.Contains("-kafka")),
            HasRedis = words.Contains("+redis"),
            HasPostgres = words.Contains("+postgres"),
        };
    }

    private static TKind? KindOf<TKind>(string[] words, string prefix)
        where TKind : struct, Enum =>
        words.FirstOrDefault(word => word.StartsWith(prefix, StringComparison.Ordinal)) is { } word ? Enum.Parse<TKind>(word[prefix.Length..], ignoreCase: true) : null;
}
