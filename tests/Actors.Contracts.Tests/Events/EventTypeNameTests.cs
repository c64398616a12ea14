using Actors.Contracts.Events;

namespace Actors.Contracts.Tests.Events;

public sealed class EventTypeNameTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("app.Price_changed-2", true)]
    [InlineData("", false)]
    [InlineData("2nd", false)]
    [InlineData(".a", false)]
    [InlineData("two words", false)]
    [InlineData("größe", false)]
    [InlineData("line\nbreak", false)]
    public void IsValid_takes_a_letter_and_what_may_follow(string type, bool expected) => EventTypeName.IsValid(type).ShouldBe(expected);

    [Fact]
    public void IsValid_ends_at_the_longest_name()
    {
        EventTypeName.IsValid(new string('a', EventTypeName.MaxLength)).ShouldBeTrue();
        EventTypeName.IsValid(new string('a', EventTypeName.MaxLength + 1)).ShouldBeFalse();
    }

    [Fact]
    public void IsValid_takes_every_type_of_the_catalog() => EventCatalog.All.ShouldAllBe(spec => EventTypeName.IsValid(spec.Name));
}
