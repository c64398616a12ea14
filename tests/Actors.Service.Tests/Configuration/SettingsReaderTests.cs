using System.ComponentModel.DataAnnotations;
using Actors.Service.Configuration;
using Microsoft.Extensions.Configuration;

namespace Actors.Service.Tests.Configuration;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_fills_every_type_of_property()
    {
        var read = CreateSut(
            ("A:Count", "7"), ("A:Ratio", "0.5"), ("A:On", "true"), ("A:Wait", "00:00:05"), ("A:Name", "x"), ("A:Day", "friday"),
            ("A:Below:Count", "9"), ("A:List:0", "a"), ("A:List:1", "b"), ("A:Maybe", "3")).Read<Sample>("A");
        read.ShouldSatisfyAllConditions(
            () => read.Count.ShouldBe(7),
            () => read.Ratio.ShouldBe(0.5),
            () => read.On.ShouldBeTrue(),
            () => read.Wait.ShouldBe(TimeSpan.FromSeconds(5)),
            () => read.Name.ShouldBe("x"),
            () => read.Day.ShouldBe(DayOfWeek.Friday),
            () => read.Below.Count.ShouldBe(9),
            () => read.Below.Name.ShouldBe("below"),
            () => read.List.ShouldBe(["a", "b"]),
            () => read.Maybe.ShouldBe(3));
    }

    [Fact]
    public void Read_keeps_defaults_and_splits_lists_at_commas()
    {
        var read = CreateSut(("A:List", "a, b")).Read<Sample>("A");
        read.Count.ShouldBe(1);
        read.Maybe.ShouldBeNull();
        read.List.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("Count", "seven", "a number from 0 to 10")]
    [InlineData("Count", "11", "a number from 0 to 10")]
    [InlineData("Count", "-1", "a number from 0 to 10")]
    [InlineData("Count", "1.5", "a number from 0 to 10")]
    [InlineData("Count", "", "a number from 0 to 10")]
    [InlineData("Ratio", "NaN", "a number")]
    [InlineData("On", "yes", "true or false")]
    [InlineData("Wait", "5", "a span of time")]
    [InlineData("Wait", "00:02:00", "00:01:00")]
    [InlineData("Day", "Someday", "Sunday")]
    [InlineData("Day", "1", "Sunday")]
    [InlineData("Below:Count", "x", "a number from 0 to 10")]
    public void Read_names_the_key_and_what_it_may_be(string key, string value, string allowed)
    {
        var sut = CreateSut(("A:" + key, value));
        var message = Should.Throw<SettingException>(() => sut.Read<Sample>("A")).Message;
        message.ShouldStartWith($"A:{key} is '{value}' but must be ");
        message.ShouldContain(allowed);
    }

    [Theory]
    [InlineData("A:Coutn")]
    [InlineData("A:Below:Coutn")]
    public void Unknown_key_is_refused_with_those_that_exist(string key)
    {
        var sut = CreateSut((key, "1"));
        sut.Read<Sample>("A");
        var message = Should.Throw<SettingException>(sut.RefuseUnknownKeys).Message;
        message.ShouldStartWith(key + " is not a setting");
        message.ShouldContain("Count");
    }

    [Fact]
    public void Renamed_property_is_read_by_its_key_only()
    {
        var sut = CreateSut(("A:Number", "4"));
        sut.Over(new Sample(), "A", ("Count", "Number")).Count.ShouldBe(4);
        sut.RefuseUnknownKeys();
        var old = CreateSut(("A:Count", "4"));
        old.Over(new Sample(), "A", ("Count", "Number")).Count.ShouldBe(1);
        Should.Throw<SettingException>(old.RefuseUnknownKeys);
    }

    [Theory]
    [InlineData("--B:Count=1")]
    [InlineData("--AB=1")]
    public void Unknown_section_of_the_command_line_is_refused_with_those_that_exist(string argument)
    {
        var sut = new SettingsReader(new ConfigurationBuilder().AddCommandLine([argument]).Build());
        sut.Read<Sample>("A");
        var message = Should.Throw<SettingException>(sut.RefuseUnknownKeys).Message;
        message.ShouldContain("is not a section");
        message.ShouldContain("there are A.");
    }

    [Fact]
    public void Keys_of_the_host_and_names_of_others_in_the_environment_are_let_be()
    {
        var sut = new SettingsReader(new ConfigurationBuilder()
            .AddCommandLine(["--urls=http://localhost:1", "--Logging:LogLevel:Default=None", "--a:count=2"]).AddEnvironmentVariables().Build());
        sut.Read<Sample>("A").Count.ShouldBe(2);
        sut.RefuseUnknownKeys();
    }

    private static SettingsReader CreateSut(params (string Key, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());

    internal record Inner
    {
        [Range(0, 10)]
        public int Count { get; init; } = 1;

        public string Name { get; init; } = "below";
    }

    internal sealed record Sample : Inner
    {
        public double Ratio { get; init; }

        public bool On { get; init; }

        [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
        public TimeSpan Wait { get; init; }

        public DayOfWeek Day { get; init; }

        public int? Maybe { get; init; }

        public Inner Below { get; init; } = new();

        public IReadOnlyList<string> List { get; init; } = [];
    }
}
