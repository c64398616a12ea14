using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Actors.Jobs.Tests.Providers;

/// <summary>A server that speaks as much of OpenAI's chat API as the tests need: what it answers is given by the test.</summary>
internal sealed class OpenAIServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OpenAIServer(WebApplication app) => _app = app;

    internal Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1");

    internal int Requests { get; private set; }

    internal string LastBody { get; private set; } = string.Empty;

    internal static async Task<OpenAIServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new OpenAIServer(app);
        app.MapPost("/v1/chat/completions", async context =>
        {
            server.Requests++;
            using var reader = new StreamReader(context.Request.Body);
            server.LastBody = await reader.ReadToEndAsync();
            await answer(context);
        });
        await app.StartAsync();
        return server;
    }

    internal static async Task SendAsync(HttpContext context, params string[] tokens)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var token in tokens)
        {
            await context.Response.WriteAsync(
                $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{{token}}"},"finish_reason":null}]}""" + "\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    internal static async Task FinishAsync(HttpContext context)
    {
        await context.Response.WriteAsync(
            """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}""" + "\n\n");
        await context.Response.WriteAsync(
            """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""" + "\n\n");
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
