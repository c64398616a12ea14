using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Actors.TestServers;

namespace Actors.Cluster.Tests.Cluster;

/// <summary>The connections that Redis has, by the process at their other end.</summary>
internal static class RedisClients
{
    /// <summary>Cuts every connection of a process; returns how many there were.</summary>
    public static async Task<int> KillAsync(RedisServer redis, int process)
    {
        var ids = await OfAsync(redis, process);
        foreach (var id in ids)
        {
            await redis.CommandAsync($"CLIENT KILL ID {id}");
        }

        return ids.Count;
    }

    /// <summary>The ids of a process's connections.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(RedisServer redis, int process)
    {
        var ports = PortsOf(process);
        return [.. (await ListAsync(redis)).Split('\n')
            .Select(line => line.Split(' '))
            .Where(fields => Field(fields, "addr") is { } address && ports.Contains(int.Parse(address.AsSpan(address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture)))
            .Select(fields => Field(fields, "id")!)];
    }

    private static string? Field(string[] fields, string name) =>
        fields.FirstOrDefault(field => field.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static async Task<string> ListAsync(RedisServer redis)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", redis.Port);
        var stream = client.GetStream();
        await stream.WriteAsync("CLIENT LIST\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var length = int.Parse((await reader.ReadLineAsync())!.AsSpan(1), CultureInfo.InvariantCulture);
        var text = new char[length];
        await reader.ReadBlockAsync(text);
        return new string(text);
    }

    // The kernel lists sockets by inode, and a process's descriptors name inodes.
    private static HashSet<int> PortsOf(int process)
    {
        var inodes = Directory.GetFiles($"/proc/{process}/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target!["socket:[".Length..^1])
            .ToHashSet();
        return [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && inodes.Contains(fields[9]))
            .Select(fields => int.Parse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }
}
