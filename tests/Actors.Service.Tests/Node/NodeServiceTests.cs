using System.Net;
using System.Net.Sockets;
using Actors.Contracts;
using Actors.Log.Sqlite;
using Actors.Service.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Service.Tests.Node;

public sealed class NodeServiceTests
{
    [Fact]
    public async Task Node_that_cannot_listen_has_claimed_no_shard()
    {
        using var directory = new TemporaryDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await Should.ThrowAsync<IOException>(() => RunningService.StartInAsync(
            directory.Path, "Log:Shards=8", $"Urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"));

        await using var log = SqliteLog.Open(
            new SqliteLogOptions { Directory = directory.Path, ShardCount = 8 }, TimeProvider.System, new UuidV7Source(TimeProvider.System), NullLogger<SqliteLog>.Instance);
        for (var shard = 0; shard < 8; shard++)
        {
            (await log.BoundsAsync(shard, default)).Next.ShouldBe(0, $"shard {shard}");
        }
    }
}
