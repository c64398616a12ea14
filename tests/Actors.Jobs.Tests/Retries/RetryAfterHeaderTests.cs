using Actors.Jobs.Retries;

namespace Actors.Jobs.Tests.Retries;

public sealed class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("7", 7.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("Fri, 02 Jan 2026 03:04:35 GMT", 30.0)]
    [InlineData("Fri, 02 Jan 2026 03:00:00 GMT", 0.0)]
    public void Read_takes_seconds_and_dates(string value, double seconds) =>
        RetryAfterHeader.Read(value, Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    public void Read_of_anything_else_is_null(string? value) => RetryAfterHeader.Read(value, Now).ShouldBeNull();

    [Fact]
    public void Read_of_an_absurd_number_does_not_overflow() =>
        RetryAfterHeader.Read("99999999999999999999", Now).ShouldBe(TimeSpan.FromDays(365));
}
