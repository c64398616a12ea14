using Actors.Log.Sqlite;

namespace Actors.Log.Tests.Sqlite;

public sealed class DatabaseTests
{
    [Fact]
    public void TakePagesWritten_begins_anew_each_time()
    {
        using var directory = new TemporaryDirectory();
        using var database = Database.Open(Path.Combine(directory.Path, "a.db"), readOnly: false, TimeSpan.Zero);
        database.Execute("CREATE TABLE t(x); INSERT INTO t VALUES(randomblob(100000))");

        database.TakePagesWritten().ShouldBeGreaterThan(100_000 / 4096);

        database.TakePagesWritten().ShouldBe(0);
        database.Execute("INSERT INTO t VALUES(1)");
        database.TakePagesWritten().ShouldBeInRange(1, 10);
    }
}
