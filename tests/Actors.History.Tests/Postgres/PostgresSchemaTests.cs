using Actors.History.Postgres;
using Actors.Log;
using Npgsql;

namespace Actors.History.Tests.Postgres;

/// <summary>Who makes the tables, who may use them, and which ones go.</summary>
[Trait("Server", "postgres")]
public sealed class PostgresSchemaTests : PostgresFixture
{
    [Fact]
    public async Task OpenAsync_by_several_nodes_at_once_makes_the_schema_once()
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        _ = Log.LogId;

        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(options)));

        nodes.ShouldAllBe(node => node.IsAvailable);
        (await ScalarAsync(options, "SELECT count(*) FROM actors.migrations")).ShouldBe(await ScalarAsync(options, "SELECT max(number)::bigint FROM actors.migrations"));
        (await ScalarAsync(options, "SELECT count(*) FROM actors.history")).ShouldBe(1L);
    }

    [Fact]
    public async Task OpenAsync_of_a_newer_schema_is_refused_in_one_sentence()
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        await OpenAsync(options);
        await ScalarAsync(options, "INSERT INTO actors.migrations(number) VALUES(999)");

        var refused = await Should.ThrowAsync<HistorySchemaException>(() => OpenAsync(options));

        refused.Message.ShouldContain("999");
        refused.Message.ShouldContain("Postgres:Schema");
    }

    [Theory]
    [InlineData("narrow", true)]
    [InlineData("stranger", false)]
    public async Task OpenAsync_by_a_role_that_may_make_no_schema_uses_the_one_that_it_owns(string owner, bool isUsed)
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        foreach (var role in new[] { "narrow", "stranger" })
        {
            await ScalarAsync(options, $"DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        }

        await ScalarAsync(options, $"CREATE SCHEMA actors AUTHORIZATION {owner}");
        var lines = new LineCounter<PostgresHistory>();
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Username = "narrow" };

        var history = await OpenAsync(options with { ConnectionString = given.ConnectionString }, logger: lines);

        history.IsAvailable.ShouldBe(isUsed);
        (lines.Count(20), lines.Count(23)).ShouldBe((0, isUsed ? 0 : 1));
    }

    [Fact]
    public async Task OpenAsync_with_the_history_of_another_log_is_refused_and_removes_nothing()
    {
        var options = await StoredAsync(1);
        await ScalarAsync(options, "UPDATE actors.history SET log_id = 27");

        var refused = await Should.ThrowAsync<HistorySchemaException>(() => OpenAsync(options));
        await Should.ThrowAsync<HistorySchemaException>(() => OpenAsync(options with { ReplaceLog = "0000001c" }));

        refused.Message.ShouldContain("0000001b");
        refused.Message.ShouldContain($"{Log.LogId:x8}");
        refused.Message.ShouldContain("Postgres:ReplaceLog=0000001b");
        (await ScalarAsync(options, "SELECT (SELECT count(*) FROM actors.jobs) * 10 + (SELECT count(*) FROM actors.shards)")).ShouldBe(11L);
    }

    [Fact]
    public async Task OpenAsync_with_leave_to_replace_another_log_begins_anew()
    {
        var options = await StoredAsync(1);
        await ScalarAsync(options, "UPDATE actors.history SET log_id = 27; INSERT INTO actors.submits VALUES('x', '', '')");

        var again = await OpenAsync(options with { ReplaceLog = "0000001b" });
        again.Assigned(0);
        await again.WaitForAsync(0, (await Log.BoundsAsync(0, None)).Next - 1, None);

        (await ListAsync(again)).ShouldBe(await OffsetsAsync());
        (await again.FindJobAsync(Build.JobId(1), None))!.Status.ShouldBe(JobStatus.Completed);
        (await ScalarAsync(options, "SELECT count(*) FROM actors.submits WHERE job = 'x'")).ShouldBe(0L);
    }

    [Fact]
    public async Task OpenAsync_where_another_log_has_stored_nothing_takes_the_schema()
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        await OpenAsync(options);
        await ScalarAsync(options, "UPDATE actors.history SET log_id = 27");

        (await OpenAsync(options)).IsAvailable.ShouldBeTrue();

        (await ScalarAsync(options, "SELECT log_id FROM actors.history")).ShouldBe((long)Log.LogId);
    }

    [Fact]
    public async Task StoreAsync_where_another_log_has_taken_the_schema_stores_nothing_and_asks_nothing()
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync(), StoreInterval = TimeSpan.FromMinutes(1) };
        var history = await OpenAsync(options);
        history.Assigned(0);
        var end = await EndJobAsync(await Log.ClaimAsync(0, Build.Claim(), None), 0, 1);
        await history.WaitForAsync(0, end, None);
        await history.StoreAsync(None);
        await ScalarAsync(options, "UPDATE actors.history SET log_id = 27");

        await Log.SubmitAsync(Build.Submit(Channel, Build.JobId(2)), None);
        await history.WaitForAsync(0, end + 1, None);

        (await Should.ThrowAsync<LogUnavailableException>(() => history.StoreAsync(None))).Message.ShouldContain("another log");
        await Should.ThrowAsync<LogUnavailableException>(async () => await history.ListJobsAsync(new JobQuery { User = "nobody" }, None));
        history.IsAvailable.ShouldBeFalse();
        (await ScalarAsync(options, "SELECT count(*) FROM actors.jobs")).ShouldBe(1L);
    }

    [Fact]
    public async Task FindCommandsAsync_over_all_shards_is_answered_by_the_primary_key()
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        await OpenAsync(options);

        var plan = await ScalarAsync(
            options,
            $"""
            INSERT INTO actors.commands SELECT n % 12, md5(n::text), n, 'job.submit', 'u', 'user:u', 'j', md5(n::text), n FROM generate_series(1, 50000) n;
            ANALYZE actors.commands;
            SET plan_cache_mode = force_generic_plan;
            SET search_path = actors;
            PREPARE question(int[], text) AS {JobReads.CommandsSql};
            EXPLAIN EXECUTE question('{"{"}{string.Join(',', Enumerable.Range(0, 12))}{"}"}', md5('77'))
            """);

        plan.ShouldBeOfType<string>().ShouldContain("Index Scan using commands_pkey");
    }

    [Theory]
    [InlineData("Postgres:ConnectionString")]
    [InlineData("Postgres:Schema")]
    [InlineData("Postgres:ReplaceLog")]
    [InlineData("Postgres:MaxConnections")]
    [InlineData("History:StoreInterval")]
    [InlineData("History:Retention:Jobs")]
    [InlineData("History:Events:Types:alarm")]
    public void Validate_names_the_key(string key)
    {
        var good = new PostgresHistoryOptions { ConnectionString = "Host=db" };
        good.Validate();
        var options = key switch
        {
            "Postgres:ConnectionString" => good with { ConnectionString = "Database=x" },
            "Postgres:Schema" => good with { Schema = "a; DROP" },
            "Postgres:ReplaceLog" => good with { ReplaceLog = "true" },
            "Postgres:MaxConnections" => good with { MaxConnections = 1 },
            "History:StoreInterval" => good with { StoreInterval = TimeSpan.Zero },
            "History:Retention:Jobs" => good with { Retention = new JobRetention { Jobs = TimeSpan.Zero } },
            _ => good with { Events = new EventRetention { Types = new Dictionary<string, TimeSpan> { ["alarm"] = TimeSpan.Zero } } },
        };

        Should.Throw<ArgumentException>(options.Validate).Message.ShouldContain(key);
    }

    /// <summary>A database with the history of one job.</summary>
    private async Task<PostgresHistoryOptions> StoredAsync(int job)
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        var end = await EndJobAsync(await Log.ClaimAsync(0, Build.Claim(), None), 0, job);
        var history = await OpenAsync(options);
        history.Assigned(0);
        await history.WaitForAsync(0, end, None);
        await history.StoreAsync(None);
        await history.DisposeAsync();
        return options;
    }

    internal static async Task<object?> ScalarAsync(PostgresHistoryOptions options, string sql)
    {
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
