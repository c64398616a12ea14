using System.Text;
using Actors.Contracts.Events;

namespace Actors.Contracts.Tests.Events;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2026-11-21T15:04:05.678Z")]
    [InlineData("1970-01-01T00:00:00.000Z")]
    [InlineData("2028-02-29T23:59:59.999Z")]
    public void Read_gives_the_time_that_was_written(string text)
    {
        var json = $$"""{"type":"x","id":"i","timestamp":"{{text}}","v":1}""";
        EventTime.Read(Encoding.UTF8.GetBytes(json)).ShouldBe(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"timestamp":""")]
    [InlineData("""{"timestamp":"2026-11-21T15:04:05.678""")]
    [InlineData("""{"timestamp":"2026-13-21T15:04:05.678Z"}""")]
    [InlineData("""{"timestamp":"2026-02-30T15:04:05.678Z"}""")]
    [InlineData("""{"timestamp":"2026-11-21T24:04:05.678Z"}""")]
    [InlineData("""{"timestamp":"2026-11-21 15:04:05.678Z"}""")]
    [InlineData("""{"timestamp":"x026-11-21T15:04:05.678Z"}""")]
    public void Read_of_anything_else_is_zero(string json) => EventTime.Read(Encoding.UTF8.GetBytes(json)).ShouldBe(0);
}
