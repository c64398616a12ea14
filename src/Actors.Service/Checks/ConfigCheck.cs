using Actors.Service.Configuration;
using Actors.Service.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Service.Checks;

/// <summary>
/// <c>--check-config</c>: says what a node would use and whether each server answers, within a few seconds also when none does.
/// Makes no topic, schema or file that stays, and takes no lock, so it may run beside a node.
/// </summary>
internal static class ConfigCheck
{
    /// <summary>The argument.</summary>
    public const string Argument = "--check-config";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Looks at everything at once and prints a line for each. 0 when all is well, else 1.</summary>
    /// <exception cref="SettingException">A setting is wrong before anything can be looked at; <see cref="StartGuard"/> makes that 2.</exception>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var settings = ServiceSettings.Read(ServiceBuilder.Create([.. args.Where(a => a != Argument)]).Configuration);
        var stores = settings.Stores;
        var log = stores.Log == LogKind.Kafka
            ? KafkaCheck.LookAsync(stores.Kafka, Patience, NullLogger.Instance)
            : SqliteCheck.LookAsync(stores.SqliteLog);
        var results = await Task.WhenAll(
            Task.FromResult(CheckResult.Fine("Data", settings.DataDirectory, "can be written to")),
            log,
            stores.Live == LiveKind.Redis
                ? RedisCheck.LookAsync(stores.Redis, Patience)
                : Task.FromResult(CheckResult.Fine("Live", stores.Live == LiveKind.Log ? "log" : "inprocess", "needs no server")),
            stores.History == HistoryKind.Postgres
                ? PostgresCheck.LookAsync(stores.Postgres, log, Patience)
                : Task.FromResult(CheckResult.Fine("History", "sqlite", "in the data directory")));
        await output.WriteLineAsync($"Node     {settings.Node.Name}, Auth:Mode={settings.Auth.Mode}, Jobs:Provider={settings.Jobs.Provider}");
        foreach (var result in results)
        {
            await output.WriteLineAsync($"{result.Store,-8} {result.Uses}: {(result.IsFine ? "ok" : "NOT OK")}, {result.Found}");
        }

        foreach (var warning in settings.Warnings)
        {
            await output.WriteLineAsync("Warning  " + warning);
        }

        return results.All(r => r.IsFine) ? 0 : 1;
    }
}
