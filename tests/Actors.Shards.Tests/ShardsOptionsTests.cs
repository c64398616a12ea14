namespace Actors.Shards.Tests;

public sealed class ShardsOptionsTests
{
    [Fact]
    public void Validated_takes_the_defaults() => new ShardsOptions().Validated().ShouldBe(new ShardsOptions());

    [Fact]
    public void Validated_names_the_key_that_is_wrong()
    {
        Refused(new ShardsOptions { DigestInterval = TimeSpan.Zero }).ShouldContain("Shards:DigestInterval");
        Refused(new ShardsOptions { PointBytes = 1 }).ShouldContain("Shards:PointBytes");
        Refused(new ShardsOptions { MaxEventBytes = 10 }).ShouldContain("Shards:MaxEventBytes");
        Refused(new ShardsOptions { MaxRecordBytes = 10 }).ShouldContain("Shards:MaxRecordBytes");
        Refused(new ShardsOptions { DrainTimeout = TimeSpan.FromSeconds(-1) }).ShouldContain("Shards:DrainTimeout");
        Refused(new ShardsOptions { DrainTimeout = TimeSpan.FromDays(50) }).ShouldContain("Shards:DrainTimeout");
        Refused(new ShardsOptions { MaxRecordBytes = 4 * 1024 * 1024 }).ShouldContain("Shards:MaxRecordBytes");
        Refused(new ShardsOptions { PointSliceBytes = 0 }).ShouldContain("Shards:PointSliceBytes");
        Refused(new ShardsOptions { NoticeInterval = TimeSpan.Zero }).ShouldContain("Shards:NoticeInterval");
        Refused(new ShardsOptions { NoticeInterval = TimeSpan.FromMinutes(2) }).ShouldContain("Shards:NoticeInterval");
        Refused(new ShardsOptions { NodeName = "" }).ShouldContain("Shards:NodeName");
    }

    private static string Refused(ShardsOptions options) => Should.Throw<ArgumentException>(() => options.Validated()).Message;
}
