using Actors.Contracts.Jobs;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Contracts.Tests.Jobs;

public sealed class JobIdTests
{
    [Fact]
    public void TryParse_gives_back_what_Create_made() => Prop.ForAll(
        Gen.Choose(0, 0xffff).ToArbitrary(),
        ArbMap.Default.ArbFor<Guid>(),
        (shard, unique) =>
        {
            var id = JobId.Create(shard, unique);
            return JobId.TryParse(id.Value, out var read) && read == id && read.Shard == shard && read.ToString() == id.Value;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Create_puts_the_shard_in_front() =>
        JobId.Create(26, Guid.Parse("0192f0c4-0000-7000-8000-000000000001")).Value.ShouldBe("1a-0192f0c4000070008000000000000001");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("3")]
    [InlineData("3-")]
    [InlineData("-0192f0c4000070008000000000000001")]
    [InlineData("3-0192f0c400007000800000000000000")]
    [InlineData("3-0192f0c40000700080000000000000011")]
    [InlineData("3-0192F0C4000070008000000000000001")]
    [InlineData("A-0192f0c4000070008000000000000001")]
    [InlineData("03-0192f0c4000070008000000000000001")]
    [InlineData("12345-0192f0c4000070008000000000000001")]
    [InlineData("g-0192f0c4000070008000000000000001")]
    [InlineData("3-0192f0c4-0000-7000-8000-000000000001")]
    [InlineData(" 3-0192f0c4000070008000000000000001")]
    [InlineData("3-0192f0c4000070008000000000000001 ")]
    public void TryParse_of_any_other_form_is_false(string? text) => JobId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Create_of_a_negative_shard_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => JobId.Create(-1, Guid.Empty));
}
