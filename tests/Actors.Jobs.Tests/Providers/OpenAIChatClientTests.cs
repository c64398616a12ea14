using System.Text.Json;
using Actors.Jobs.Providers;
using Actors.Jobs.Providers.OpenAI;
using Actors.Jobs.Retries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Tests.Providers;

public sealed class OpenAIChatClientTests
{
    private static OpenAIChatClient CreateSut(Uri baseUrl) =>
        new(new OpenAIOptions { BaseUrl = baseUrl, ApiKey = "key", Model = "small" }, TimeProvider.System);

    private static async Task<List<ChatResponseUpdate>> ReadAsync(IChatClient client, ChatOptions? options = null, CancellationToken cancellation = default)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.System, "be brief"), new ChatMessage(ChatRole.User, "hi")], options, cancellation))
        {
            updates.Add(update);
        }

        return updates;
    }

    [Fact]
    public async Task Streams_text_finish_reason_and_usage()
    {
        await using var server = await OpenAIServer.StartAsync(async context =>
        {
            await OpenAIServer.SendAsync(context, "Hel", "lo ", "\\ud83d\\ude00");
            await OpenAIServer.FinishAsync(context);
        });

        var updates = await ReadAsync(CreateSut(server.BaseUrl), new ChatOptions { Temperature = 0.5f, MaxOutputTokens = 7, Seed = 3, StopSequences = ["x"] });

        string.Concat(updates.Select(u => u.Text)).ShouldBe("Hello \ud83d\ude00");
        updates.Last(u => u.FinishReason is not null).FinishReason.ShouldBe(ChatFinishReason.Length);
        var usage = updates.SelectMany(u => u.Contents).OfType<UsageContent>().Single().Details;
        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount).ShouldBe((5, 2, 7));
        using var body = JsonDocument.Parse(server.LastBody);
        body.RootElement.GetProperty("model").GetString().ShouldBe("small");
        body.RootElement.GetProperty("stream").GetBoolean().ShouldBeTrue();
        body.RootElement.GetProperty("temperature").GetSingle().ShouldBe(0.5f);
        body.RootElement.GetProperty("max_completion_tokens").GetInt32().ShouldBe(7);
        body.RootElement.GetProperty("seed").GetInt64().ShouldBe(3);
        body.RootElement.GetProperty("stop")[0].GetString().ShouldBe("x");
        body.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()).ShouldBe(["system", "user"]);
    }

    [Theory]
    [InlineData(429, FailureCodes.RateLimited, true)]
    [InlineData(500, FailureCodes.ProviderError, true)]
    [InlineData(503, FailureCodes.ProviderError, true)]
    [InlineData(400, FailureCodes.ProviderRefused, false)]
    [InlineData(401, FailureCodes.ProviderUnauthorized, false)]
    public async Task Statuses_are_thrown_at_once_without_a_retry_of_its_own(int status, string code, bool transient)
    {
        await using var server = await OpenAIServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "7";
            return context.Response.WriteAsync("""{"error":{"message":"no"}}""");
        });

        var failure = await Should.ThrowAsync<ProviderException>(() => ReadAsync(CreateSut(server.BaseUrl)));

        (failure.Code, failure.IsTransient, failure.RetryAfter).ShouldBe((code, transient, TimeSpan.FromSeconds(7)));
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_is_a_cut_stream()
    {
        await using var server = await OpenAIServer.StartAsync(async context =>
        {
            await OpenAIServer.SendAsync(context, "Hel");
            context.Abort();
        });

        (await Should.ThrowAsync<ProviderException>(() => ReadAsync(CreateSut(server.BaseUrl)))).Code.ShouldBe(FailureCodes.StreamCut);
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_finish_reason_is_a_cut_stream()
    {
        await using var server = await OpenAIServer.StartAsync(context => OpenAIServer.SendAsync(context, "Hel"));

        (await Should.ThrowAsync<ProviderException>(() => ReadAsync(CreateSut(server.BaseUrl)))).Code.ShouldBe(FailureCodes.StreamCut);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        Uri gone;
        await using (var server = await OpenAIServer.StartAsync(_ => Task.CompletedTask))
        {
            gone = server.BaseUrl;
        }

        var failure = await Should.ThrowAsync<ProviderException>(() => ReadAsync(CreateSut(gone)));

        (failure.Code, failure.IsTransient).ShouldBe((FailureCodes.ProviderUnreachable, true));
    }

    [Fact]
    public async Task An_answer_that_is_no_json_is_an_error_of_the_provider()
    {
        await using var server = await OpenAIServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync("data: {nonsense\n\n");
        });

        (await Should.ThrowAsync<ProviderException>(() => ReadAsync(CreateSut(server.BaseUrl)))).Code.ShouldBe(FailureCodes.ProviderError);
    }

    [Fact]
    public async Task Silence_after_the_first_token_is_noticed()
    {
        var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await OpenAIServer.StartAsync(async context =>
        {
            await OpenAIServer.SendAsync(context, "Hel");
            await silent.Task.WaitAsync(context.RequestAborted);
        });
        var clock = new DeterministicDispatcher(1);
        using var guard = new SilenceGuard(CreateSut(server.BaseUrl), TimeSpan.FromSeconds(60), clock.Time);
        var stream = guard.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")]).GetAsyncEnumerator();
        (await stream.MoveNextAsync()).ShouldBeTrue();
        ValueTask<bool> next;
        do
        {
            next = stream.MoveNextAsync();
        }
        while (next.IsCompleted && await next);

        clock.Advance(TimeSpan.FromSeconds(59));
        next.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        (await Should.ThrowAsync<ProviderException>(() => next.AsTask())).Code.ShouldBe(FailureCodes.ProviderSilent);
        await stream.DisposeAsync();
        silent.SetResult();
    }

    [Fact]
    public async Task A_cancelled_request_ends_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await OpenAIServer.StartAsync(async context =>
        {
            await OpenAIServer.SendAsync(context, "Hel");
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => ReadAsync(CreateSut(server.BaseUrl), cancellation: cancel.Token));
    }
}
