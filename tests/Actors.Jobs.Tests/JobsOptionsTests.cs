using Actors.Jobs.Providers.OpenAI;

namespace Actors.Jobs.Tests;

public sealed class JobsOptionsTests
{
    [Fact]
    public void Validate_accepts_the_defaults() => new JobsOptions().Validate().ShouldBeEmpty();

    [Fact]
    public void Validate_names_the_key_of_each_wrong_value()
    {
        var options = new JobsOptions
        {
            Provider = "oracle",
            MaxRunningJobs = 0,
            CancelGrace = TimeSpan.Zero,
            Demo = new() { TokensPerSecond = double.NaN },
        };

        var errors = options.Validate();

        errors.Count.ShouldBe(4);
        errors.ShouldContain(e => e.StartsWith("Jobs:Provider must be 'demo' or 'openai'", StringComparison.Ordinal));
        errors.ShouldContain(e => e.StartsWith("Jobs:MaxRunningJobs must be from 1", StringComparison.Ordinal));
        errors.ShouldContain(e => e.StartsWith("Jobs:CancelGrace must be above", StringComparison.Ordinal));
        errors.ShouldContain(e => e.StartsWith("Jobs:Demo:TokensPerSecond", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_of_openai_asks_for_key_and_model()
    {
        var errors = new JobsOptions { Provider = "openai" }.Validate();

        errors.ShouldContain(e => e.Contains("Jobs:OpenAI:ApiKey", StringComparison.Ordinal));
        errors.ShouldContain(e => e.Contains("Jobs:OpenAI:Model", StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_never_shows_the_key()
    {
        var options = new JobsOptions { OpenAI = new OpenAIOptions { ApiKey = "sk-secret" } };

        options.ToString().ShouldNotContain("sk-secret");
        options.OpenAI.ToString().ShouldContain("ApiKey = set");
    }
}
