using System.Diagnostics.Metrics;
using System.Globalization;
using Actors.History.Postgres;
using Actors.Log;
using Actors.TestServers;

namespace Actors.History.Tests.Postgres;

/// <summary>PostgreSQL comes and goes; the log and whoever does not ask the history notice nothing.</summary>
[Trait("Server", "postgres")]
public sealed class PostgresAwayTests : PostgresFixture
{
    private PostgresServer _server = null!;
    private PostgresHistoryOptions _options = null!;

    public override async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _options = new PostgresHistoryOptions { ConnectionString = await _server.CreateDatabaseAsync(), StoreInterval = TimeSpan.FromMilliseconds(20) };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_costs_nothing_but_time()
    {
        var logger = new LineCounter<PostgresHistory>();
        var history = await OpenAsync(_options, logger: logger);
        var other = await OpenAsync(_options);
        history.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        for (var round = 0; round < 3; round++)
        {
            var end = await WriteAsync(claim, round * 400, 200);
            await other.WaitForAsync(0, end, None);
            await _server.KillAsync();
            end = await WriteAsync(claim, (round * 400) + 200, 200);
            await history.WaitForAsync(0, end, None);
            await Should.ThrowAsync<LogUnavailableException>(async () => await history.FindJobAsync(Build.JobId(1), None));
            await Should.ThrowAsync<LogUnavailableException>(async () => await other.WaitForAsync(0, end, None));

            await _server.StartAgainAsync();
            await Until.TrueAsync(() => history.IsAvailable && other.IsAvailable, "both nodes see the database");
            await other.WaitForAsync(0, end, None);
        }

        var expected = await OffsetsAsync();
        (await ListAsync(other)).ShouldBe(expected);
        (await ListAsync(history)).ShouldBe(expected);
        (await PlacesAsync(other, expected[^1])).ShouldBe(expected);
        (logger.Count(20), logger.Count(21)).ShouldBe((3, 3));
    }

    [Fact]
    public async Task A_node_starts_while_the_server_is_away()
    {
        await _server.StopAsync();
        var history = await OpenAsync(_options);
        history.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        var end = await WriteAsync(claim, 0, 50);
        history.IsAvailable.ShouldBeFalse();
        await Should.ThrowAsync<LogUnavailableException>(async () => await history.ListJobsAsync(new JobQuery { User = "u" }, None));

        await _server.StartAgainAsync();
        await Until.TrueAsync(() => history.IsAvailable, "the history sees the database");
        await history.WaitForAsync(0, end, None);

        (await ListAsync(history)).ShouldBe(await OffsetsAsync());
    }

    [Fact]
    public async Task Metrics_tell_that_the_server_is_away_and_how_much_is_not_stored()
    {
        var history = await OpenAsync(_options with { MaxUnstoredBytes = 1024 * 1024 });
        history.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        await history.WaitForAsync(0, claim, None);
        await _server.StopAsync();

        await WriteAsync(claim, 0, 500, size: 10_000);
        await Until.TrueAsync(() => Measured("actors.history.up").SequenceEqual([0]), "it is told to be away");
        await Until.TrueAsync(() => Measured("actors.history.behind").Any(behind => behind >= 500), "more is behind than memory holds");

        await _server.StartAgainAsync();
        await Until.TrueAsync(() => Measured("actors.history.up").SequenceEqual([1]) && Measured("actors.history.behind").All(behind => behind < 500), "all is well");
        history.Released(0);
        await history.DisposeAsync();
        Measured("actors.history.behind").ShouldNotContain(behind => behind >= 500);
    }

    private static List<long> Measured(string instrument)
    {
        var values = new List<long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Meter.Name == HistoryTelemetry.Name && published.Name == instrument)
                {
                    self.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => values.Add(value));
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => values.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }

    [Fact]
    public async Task While_the_server_is_away_memory_is_bounded()
    {
        var history = await OpenAsync(_options with { MaxUnstoredBytes = 1024 * 1024 });
        history.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        await history.WaitForAsync(0, claim, None);
        await _server.StopAsync();

        var end = await WriteAsync(claim, 0, 500, size: 10_000);
        await Until.TrueAsync(() => history.Watermark(0) > 100, "a part was read");
        await Should.ThrowAsync<LogUnavailableException>(async () => await history.WaitForAsync(0, end, None));
        history.Watermark(0).ShouldBeLessThan(200);

        await _server.StartAgainAsync();
        await Until.TrueAsync(() => history.IsAvailable, "the history sees the database");
        await history.WaitForAsync(0, end, None);
        (await ListAsync(history)).ShouldBe(await OffsetsAsync());
    }

    [Theory]
    [InlineData("DROP TABLE actors.runs_{0}")]
    [InlineData("DROP TABLE actors.events_30_{0}")]
    [InlineData("DROP SCHEMA actors CASCADE")]
    public async Task Tables_that_are_gone_are_made_again(string sql)
    {
        var history = await OpenAsync(_options);
        history.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        await history.WaitForAsync(0, await WriteAsync(claim, 0, 50), None);
        await history.StoreAsync(None);

        await PostgresSchemaTests.ScalarAsync(_options, string.Format(CultureInfo.InvariantCulture, sql, DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));
        var end = await WriteAsync(claim, 50, 50);
        await history.WaitForAsync(0, end, None);
        await Until.TrueAsync(() => IsStoredAsync(end), "what came later is stored");

        (await OpenAsync(_options)).IsAvailable.ShouldBeTrue();
        (await ListAsync(history)).ShouldContain(end);
    }

    private async Task<bool> IsStoredAsync(long end) =>
        await PostgresSchemaTests.ScalarAsync(_options, "SELECT to_regclass('actors.shards')::text") is string
        && await PostgresSchemaTests.ScalarAsync(_options, "SELECT next FROM actors.shards WHERE shard = 0") is long next && next > end;
}
