using Actors.Jobs.Handlers;
using Actors.Jobs.Retries;

namespace Actors.Jobs.Tests.Retries;

public sealed class JobFailureTests
{
    [Fact]
    public void From_of_a_handlers_own_failure_keeps_what_it_says()
    {
        var failure = JobFailure.From(new JobFailedException("too_dark", "The picture is too dark.", retryable: true, "Turn on the light."));

        failure.IsTransient.ShouldBeFalse();
        failure.Error.ShouldBe(new("The picture is too dark.", "too_dark", true, "Turn on the light."));
    }

    [Fact]
    public void From_of_an_unknown_exception_shows_its_type_and_not_its_text()
    {
        var failure = JobFailure.From(new InvalidOperationException("password=hunter2"));

        failure.Error.Code.ShouldBe(FailureCodes.HandlerError);
        failure.Error.Error.ShouldContain("InvalidOperationException");
        failure.Error.ToString().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData(429, true, FailureCodes.RateLimited)]
    [InlineData(500, true, FailureCodes.ProviderError)]
    [InlineData(503, true, FailureCodes.ProviderError)]
    [InlineData(408, true, FailureCodes.ProviderError)]
    [InlineData(400, false, FailureCodes.ProviderRefused)]
    [InlineData(404, false, FailureCodes.ProviderRefused)]
    [InlineData(401, false, FailureCodes.ProviderUnauthorized)]
    public void From_of_a_status_says_whether_it_may_pass(int status, bool transient, string code)
    {
        var failure = JobFailure.From(ProviderException.FromStatus("openai", status, retryAfter: null));

        failure.IsTransient.ShouldBe(transient);
        failure.Error.Retryable.ShouldBe(transient);
        failure.Error.Code.ShouldBe(code);
    }

    [Fact]
    public void From_of_network_errors_may_pass()
    {
        JobFailure.From(new HttpRequestException("x")).IsTransient.ShouldBeTrue();
        JobFailure.From(new IOException("x")).IsTransient.ShouldBeTrue();
        JobFailure.From(new TaskCanceledException("x")).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public void From_cuts_texts_that_would_not_fit_an_event() =>
        JobFailure.From(new JobFailedException("code", new string('x', 1_000_000), false)).Error.Error.Length.ShouldBe(1000);
}
