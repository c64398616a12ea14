using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Actors.Bench.Bare;

/// <summary>
/// The peer that everything is measured against: Kestrel, one bounded channel per connection, events encoded once and kept in
/// memory for ever, written straight to the body's pipe. It is not durable, resumes nothing and checks nobody.
/// </summary>
internal static class BareServer
{
    private const int MaxBodyBytes = 64 << 20;
    private static readonly ConcurrentDictionary<string, BareChannel> Channels = new(StringComparer.Ordinal);

    /// <summary>Serves until the process is told to end.</summary>
    public static int Run(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrelPort(port);
        var app = builder.Build();
        app.MapPost("/publish/{channel}", PublishAsync);
        app.MapGet("/events", ListenAsync);
        app.Run();
        return 0;
    }

    private static async Task PublishAsync(string channel, HttpContext context)
    {
        var body = new byte[(int)(context.Request.ContentLength ?? throw new BadHttpRequestException("A length is needed."))];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, MaxBodyBytes);
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        var to = Channels.GetOrAdd(channel, static _ => new BareChannel());
        for (ReadOnlyMemory<byte> rest = body; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            to.Publish(end < 0 ? rest.Span : rest.Span[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task ListenAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var channel = Channels.GetOrAdd(query["channel"].ToString(), static _ => new BareChannel());
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var from = int.TryParse(query["from"], CultureInfo.InvariantCulture, out var first) ? first : int.MaxValue;
        var subscription = channel.Subscribe(from, out var replay);
        try
        {
            await response.StartAsync(context.RequestAborted);
            await BareStream.CopyAsync(replay, subscription.Reader, response.BodyWriter, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // the client left
        }
        finally
        {
            channel.Unsubscribe(subscription);
        }
    }

    private static void ConfigureKestrelPort(this Microsoft.AspNetCore.Hosting.IWebHostBuilder host, int port) =>
        Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(host, options =>
        {
            options.ListenLocalhost(port);
            options.Limits.MinResponseDataRate = null;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
}
