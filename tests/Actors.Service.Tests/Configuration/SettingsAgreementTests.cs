using Actors.Service.Configuration;
using Actors.Service.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace Actors.Service.Tests.Configuration;

public sealed class SettingsAgreementTests
{
    [Theory]
    [InlineData()]
    [InlineData("Shards:MaxRecordBytes=4000000", "Jobs:MaxOutputBytes=1000000", "Jobs:MaxEventBytes=4000000")]
    [InlineData("Shards:MaxUnackedEventsPerJob=128")]
    [InlineData("Shards:DrainTimeout=01:00:00")]
    [InlineData("Log:Kind=kafka", "Kafka:BootstrapServers=a:1", "Shards:DrainTimeout=00:04:00")]
    [InlineData("Log:Kind=kafka", "Kafka:BootstrapServers=a:1", "Shards:DrainTimeout=00:08:00", "Kafka:SessionTimeout=00:05:00")]
    public void Settings_that_agree_are_taken(params string[] settings) => Should.NotThrow(() => Read(settings));

    [Theory]
    [InlineData("Jobs:MaxOutputBytes", "Shards:MaxRecordBytes", "Jobs:MaxOutputBytes=300000")]
    [InlineData("Jobs:MaxPromptBytes", "Shards:MaxRecordBytes", "Jobs:MaxPromptBytes=1000000")]
    [InlineData("Jobs:MaxPromptBytes", "at most 163845", "Shards:MaxRecordBytes=507920")]
    [InlineData("Shards:MaxRecordBytes", "at most 4128768", "Shards:MaxRecordBytes=16000000", "Jobs:MaxEventBytes=5000000")]
    [InlineData("Jobs:MaxUnackedEventsPerJob", "at most 2048", "Jobs:MaxUnackedEventsPerJob=5000")]
    [InlineData("Jobs:MaxUnackedEventsPerJob", "Shards:MaxUnackedEventsPerJob", "Shards:MaxUnackedEventsPerJob=64")]
    [InlineData("Log:MaxPendingBytes", "at least 4194304", "Log:MaxPendingBytes=1000000")]
    [InlineData("Kafka:MaxPendingBytes", "at least 4194304", "Log:Kind=kafka", "Kafka:BootstrapServers=a:1", "Kafka:MaxPendingBytes=100000")]
    [InlineData("Shards:DrainTimeout", "at most 00:04:45", "Log:Kind=kafka", "Kafka:BootstrapServers=a:1", "Shards:DrainTimeout=00:05:00")]
    [InlineData("Shards:DrainTimeout", "40 days", "Shards:DrainTimeout=50.00:00:00")]
    [InlineData("Kafka:Client:delivery.report.only.error", "cannot be set", "Log:Kind=kafka", "Kafka:BootstrapServers=a:1", "Kafka:Client:delivery.report.only.error=true")]
    public void Settings_that_contradict_each_other_stop_the_start_and_name_their_keys(string key, string allowed, params string[] settings)
    {
        var said = Should.Throw<SettingException>(() => Read(settings)).Message;

        said.ShouldContain(key);
        said.ShouldContain(allowed);
    }

    private static void Read(string[] settings)
    {
        using var directory = new TemporaryDirectory();
        ServiceSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append($"Data:Directory={directory.Path}").Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1])))
            .Build());
    }
}
