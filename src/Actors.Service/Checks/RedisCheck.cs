using Actors.Live.Redis;
using StackExchange.Redis;

namespace Actors.Service.Checks;

/// <summary>Looks at the live bus over Redis.</summary>
internal static class RedisCheck
{
    /// <summary>Whether every server answers a PING.</summary>
    public static async Task<CheckResult> LookAsync(RedisBusOptions options, TimeSpan patience)
    {
        var servers = options.Servers.Select(ConfigurationOptions.Parse).ToArray();
        var uses = "redis at " + string.Join("; ", servers.Select(Name));
        try
        {
            var pings = await Task.WhenAll(servers.Select(server => PingAsync(server, patience))).WaitAsync(patience + patience);
            return CheckResult.Fine("Live", uses, $"PING within {pings.Max().TotalMilliseconds:0.0} ms");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The library's text lists its whole configuration's state; the first sentence says what is wrong.
            return CheckResult.Wrong("Live", uses, "no answer: " + e.Message.Split(['\n', ';'])[0]);
        }
    }

    private static async Task<TimeSpan> PingAsync(ConfigurationOptions server, TimeSpan patience)
    {
        server.AbortOnConnectFail = true;
        server.ConnectRetry = 1;
        server.ConnectTimeout = (int)patience.TotalMilliseconds;
        server.SyncTimeout = (int)patience.TotalMilliseconds;
        using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        return await connection.GetDatabase().PingAsync();
    }

    private static string Name(ConfigurationOptions server) =>
        string.Join(",", server.EndPoints.Select(e => e.ToString()!.Replace("Unspecified/", string.Empty, StringComparison.Ordinal)))
        + (server.Ssl ? " (TLS)" : string.Empty);
}
