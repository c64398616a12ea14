using Actors.Contracts;
using Actors.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Sqlite;

/// <summary>The embedded log does what every log does.</summary>
public sealed class SqliteLogContractTests : DurableLogContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override Task<IDurableLog> CreateAsync(int shards) => Task.FromResult<IDurableLog>(SqliteLog.Open(
        new SqliteLogOptions { Directory = _directory.Path, ShardCount = shards },
        TimeProvider.System,
        new UuidV7Source(TimeProvider.System),
        NullLogger<SqliteLog>.Instance));
}
