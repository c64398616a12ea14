using System.ComponentModel.DataAnnotations;
using System.Text;
using Actors.Jobs.Handlers;
using Actors.Jobs.Providers.Demo;
using Actors.Jobs.Text;

namespace Actors.Jobs.Tests.Handlers;

public sealed class JobHandlerRegistryTests
{
    private static readonly JobHandlerRegistry Registry = CreateSut();

    private static JobHandlerRegistry CreateSut() => new(
    [
        new JobKind<TextInput>(TextHandler.Kind, new TextHandler(new DemoChatClient(new DemoOptions(), TimeProvider.System), new JobsOptions { MaxPromptBytes = 20 })),
        new JobKind<Shape>("shape", new ShapeHandler()),
    ]);

    private static string[] Check(string kind, string json) => [.. Registry.Check(kind, Encoding.UTF8.GetBytes(json)).Select(e => e.ToString())];

    [Theory]
    [InlineData("""{"prompt":"hi"}""")]
    [InlineData("""{"prompt":"hi","model":null,"maxTokens":5,"options":{"temperature":0.5,"topP":1,"seed":7,"system":"be brief","stop":["x"]}}""")]
    public void Check_accepts_valid_input(string json) => Check("text", json).ShouldBeEmpty();

    [Fact]
    public void Check_of_an_unknown_kind_names_those_there_are() =>
        Check("image", "{}").ShouldBe(["kind: There is no handler for jobs of kind 'image'; there is one for text, shape."]);

    [Fact]
    public void Check_names_every_unknown_field_and_those_allowed()
    {
        var errors = Check("text", """{"prompt":"hi","Model":"x","options":{"temprature":1}}""");

        errors.Length.ShouldBe(2);
        errors[0].ShouldBe("Model: There is no such field; allowed are prompt, model, maxTokens, options.");
        errors[1].ShouldStartWith("options.temprature: There is no such field; allowed are temperature");
    }

    [Theory]
    [InlineData("""{}""", "prompt")]
    [InlineData("""{"prompt":null}""", "prompt")]
    [InlineData("""{"prompt":5}""", "prompt")]
    [InlineData("""{"prompt":"  "}""", "prompt: It must say something.")]
    [InlineData("""{"prompt":"hi","maxTokens":0}""", "maxTokens: It must be from 1 to 100000.")]
    [InlineData("""{"prompt":"hi","maxTokens":"5"}""", "maxTokens")]
    [InlineData("""{"prompt":"hi","maxTokens":1e99}""", "maxTokens")]
    [InlineData("""{"prompt":"hi","options":{"temperature":3}}""", "options.temperature: It must be from 0 to 2.")]
    [InlineData("""{"prompt":"hi","options":{"stop":["a","b","c","d","e"]}}""", "options.stop: There may be at most 4.")]
    [InlineData("""{"prompt":"hi","options":{"stop":[""]}}""", "options.stop")]
    [InlineData("""{"prompt":"a prompt of more than twenty bytes"}""", "prompt: It has 34 bytes in UTF-8; at most 20 are allowed.")]
    [InlineData("""{"prompt":"hi","options":{"stop":["a","more than twenty bytes"]}}""", "prompt: It has 25 bytes in UTF-8 with options.system and options.stop; at most 20 are allowed.")]
    [InlineData("""{"prompt":"hi","options":{"stop":[null]}}""", "options.stop")]
    [InlineData("""{"prompt":"a","prompt":"b"}""", "prompt")]
    [InlineData("""[]""", "The input must be a JSON object.")]
    [InlineData("""{"prompt":""", "")]
    public void Check_refuses_what_is_wrong_and_names_the_field(string json, string expected)
    {
        var errors = Check("text", json);

        errors.Length.ShouldBe(1, string.Join('\n', errors));
        errors[0].ShouldContain(expected);
    }

    [Fact]
    public void Check_tells_no_more_than_twenty_of_many_unknown_fields_and_cuts_their_names()
    {
        var errors = Check("text", $$"""{"prompt":"hi",{{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"{i}{new string('x', 10_000)}\":1"))}}}""");

        errors.Length.ShouldBe(20);
        errors.ShouldAllBe(e => e.Length < 250);
    }

    [Fact]
    public void Check_runs_the_records_own_validation() =>
        Check("shape", """{"width":2,"height":1}""").ShouldBe(["width: A shape must not be wider than high."]);

    [Fact]
    public void InputSchema_describes_the_input()
    {
        Registry.TryGet("text", out var kind).ShouldBeTrue();
        kind.InputSchema()["properties"]!.AsObject().Select(p => p.Key).ShouldBe(["prompt", "model", "maxTokens", "options"]);
        kind.InputType.ShouldBe(typeof(TextInput));
    }

    [Fact]
    public void Two_handlers_of_one_kind_are_refused() =>
        Should.Throw<ArgumentException>(() => new JobHandlerRegistry([new JobKind<Shape>("a", new ShapeHandler()), new JobKind<Shape>("a", new ShapeHandler())]))
            .Message.ShouldContain("'a'");

    private sealed record Shape : IValidatableObject
    {
        public required int Width { get; init; }

        public required int Height { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Width > Height)
            {
                yield return new ValidationResult("A shape must not be wider than high.", [nameof(Width)]);
            }
        }
    }

    private sealed class ShapeHandler : IJobHandler<Shape>
    {
        public Task<JobResult> RunAsync(JobContext<Shape> context, CancellationToken cancellationToken) => Task.FromResult(JobResult.Empty);
    }
}
