using System.Text.Json;
using Actors.History;
using Actors.Log;
using Actors.Service.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Actors.Service.Tests.Problems;

public sealed class ProblemExtensionsTests
{
    private const string Driver = "Failed to connect to 10.0.0.5:5432 as actors";
    private readonly Lines _lines = new();

    [Fact]
    public async Task History_that_is_away_is_told_as_such_and_what_the_driver_says_stays_in_the_nodes_log()
    {
        var detail = await DetailAsync(new HistoryUnavailableException("The history's database is away: " + Driver));
        detail.ShouldStartWith("Jobs and past events cannot be read now");
        detail.ShouldNotContain("10.0.0.5");
        _lines.Told.ShouldHaveSingleItem().Message.ShouldContain(Driver);
    }

    [Fact]
    public async Task Log_that_is_away_is_told_without_what_the_library_says()
    {
        var detail = await DetailAsync(new LogUnavailableException("Kafka at " + Driver));
        detail.ShouldStartWith("The log does not answer at the moment");
        detail.ShouldNotContain("10.0.0.5");
        _lines.Told.ShouldHaveSingleItem().Message.ShouldContain(Driver);
    }

    [Fact]
    public async Task Actor_that_does_not_answer_in_time_is_a_503_and_no_fault()
    {
        (await DetailAsync(new AskTimeoutException("Timeout after 00:00:04"))).ShouldStartWith("This node did not answer in time");
        _lines.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Outage_that_ends_many_requests_is_one_line_of_the_nodes_log()
    {
        await DetailAsync(new LogUnavailableException("one"), new LogUnavailableException("two"), new HistoryUnavailableException("three"));
        _lines.Told.Select(e => e.Message).ShouldBe(["one", "three"]);
    }

    private async Task<string> DetailAsync(params Exception[] faults)
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_lines))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<OutageLog>()
            .BuildServiceProvider();
        var queue = new Queue<Exception>(faults);
        var builder = new ApplicationBuilder(services);
        builder.UseProblems();
        builder.Run(_ => throw queue.Dequeue());
        var app = builder.Build();
        var detail = string.Empty;
        while (queue.Count > 0)
        {
            var context = new DefaultHttpContext { RequestServices = services };
            context.Response.Body = new MemoryStream();
            await app(context);
            context.Response.StatusCode.ShouldBe(StatusCodes.Status503ServiceUnavailable);
            context.Response.Headers.RetryAfter.Count.ShouldBe(1);
            context.Response.Body.Position = 0;
            using var problem = await JsonDocument.ParseAsync(context.Response.Body);
            detail = problem.RootElement.GetProperty("detail").GetString()!;
        }

        return detail;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<Exception> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
            {
                Told.Add(exception);
            }
        }

        public void Dispose()
        {
        }
    }
}
