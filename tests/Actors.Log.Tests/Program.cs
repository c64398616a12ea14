using System.Globalization;
using System.Text;
using Actors.Contracts;
using Actors.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests;

/// <summary>
/// The child process of the crash tests: appends for ever to both shards of a log, and says of each record that it is durable
/// only after the log has said so. Arguments: the directory, and a number that tells this process's records from others'.
/// </summary>
internal static class Program
{
    private const int Together = 50;

    internal static async Task<int> Main(string[] arguments)
    {
        var log = SqliteLog.Open(
            new SqliteLogOptions { Directory = arguments[0], ShardCount = 2 },
            TimeProvider.System,
            new UuidV7Source(TimeProvider.System),
            NullLogger<SqliteLog>.Instance);
        await Task.WhenAll(AppendAsync(log, 0, arguments[1]), AppendAsync(log, 1, arguments[1]));
        return 0;
    }

    private static async Task AppendAsync(SqliteLog log, int shard, string round)
    {
        var claim = await log.ClaimAsync(shard, Records.Claim(), CancellationToken.None);
        for (var seq = 0; ; seq += Together)
        {
            var appends = Enumerable.Range(seq, Together).Select(s => AppendAsync(log, shard, claim, s, $"{round}-{shard}-{s}")).ToArray();
            var said = new StringBuilder();
            foreach (var append in appends)
            {
                said.Append(await append);
            }

            Console.Out.Write(said);
            Console.Out.Flush();
        }
    }

    private static async Task<string> AppendAsync(SqliteLog log, int shard, long claim, int seq, string text)
    {
        await log.AppendAsync(shard, Records.Event(claim, seq, value: text), CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"ack {shard} {claim + 1 + seq} {text} .\n");
    }
}
