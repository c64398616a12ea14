using System.Diagnostics;
using System.Globalization;

namespace Actors.Log.Tests.Sqlite;

/// <summary>A real process, killed by the system in the middle of its appends, loses nothing that it was told is durable.</summary>
public sealed class CrashTests : SqliteLogFixture
{
    private const int Rounds = 12;

    [Fact]
    public async Task Kill_at_any_moment_loses_nothing_acknowledged()
    {
        var acknowledged = new Dictionary<(int Shard, long Offset), string>();
        for (var round = 0; round < Rounds; round++)
        {
            await KillAfterAsync(acknowledged, 40 * (round + 1) * (round + 1), round);

            await using var log = Open();
            for (var shard = 0; shard < 2; shard++)
            {
                var entries = await ReadAllAsync(log, shard);
                entries.Select(e => e.Offset).ShouldBe(Enumerable.Range(0, entries.Count).Select(i => (long)i));
                var filter = new Actors.Log.Claims.ClaimFilter();
                entries.ShouldAllBe(e => filter.Accept(e.Offset, e.Record));
                foreach (var ((_, offset), text) in acknowledged.Where(a => a.Key.Shard == shard))
                {
                    offset.ShouldBeLessThan(entries.Count, $"round {round}");
                    entries[(int)offset].Record.Text().ShouldBe(text);
                }
            }
        }

        acknowledged.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task A_log_that_another_process_has_open_is_refused_until_that_was_killed()
    {
        using var child = Start(0);
        (await child.StandardOutput.ReadLineAsync()).ShouldNotBeNull();

        Should.Throw<LogInUseException>(() => Open());
        child.Kill();
        await child.WaitForExitAsync();

        await using var log = Open();
    }

    private async Task KillAfterAsync(Dictionary<(int Shard, long Offset), string> acknowledged, int lines, int round)
    {
        using var child = Start(round);
        var seen = 0;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (++seen == lines)
            {
                child.Kill();
            }

            var parts = line.Split(' ');
            if (parts is ["ack", var shard, var offset, var text, "."])
            {
                acknowledged[(int.Parse(shard, CultureInfo.InvariantCulture), long.Parse(offset, CultureInfo.InvariantCulture))] = text;
            }
        }

        await child.WaitForExitAsync();
        seen.ShouldBeGreaterThanOrEqualTo(lines, await child.StandardError.ReadToEndAsync());
    }

    private Process Start(int round)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { typeof(CrashTests).Assembly.Location, Options.Directory, round.ToString(CultureInfo.InvariantCulture) },
        };
        return Process.Start(start)!;
    }
}
