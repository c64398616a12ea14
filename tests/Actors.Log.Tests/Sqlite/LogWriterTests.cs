namespace Actors.Log.Tests.Sqlite;

/// <summary>What the embedded log counts.</summary>
public sealed class LogWriterTests : SqliteLogFixture
{
    [Fact]
    public async Task Bytes_of_values_are_counted_when_they_are_durable()
    {
        using var bytes = new Measured<long>("actors.log.appended_bytes");
        await using var log = Open();

        var claim = await log.ClaimAsync(0, Records.Claim("1234567"), None);
        await log.AppendAsync(0, Records.Event(claim, 0, value: new string('x', 70)), None);

        bytes.Values.Sum().ShouldBe(77);
    }

    [Fact]
    public async Task Points_alone_are_no_group_of_records()
    {
        using var groups = new Measured<int>("actors.log.group");
        await using var log = Open();
        await log.ClaimAsync(0, Records.Claim(), None);

        await log.CommitPointAsync(0, 0, -1, None);

        groups.Values.ShouldBe([1]);
    }
}
