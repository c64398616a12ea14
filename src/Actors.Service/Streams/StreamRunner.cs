using Actors.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Actors.Service.Streams;

/// <summary>
/// Runs streams in front of all other layers, when these have let them in and ended. A layer that waits for a stream would hold
/// its state machine and what it made of the request for hours: about 4 KiB for each stream, a third of what it costs.
/// </summary>
internal static class StreamRunner
{
    /// <summary>Adds the runner; everything else goes behind it.</summary>
    public static void UseStreams(this WebApplication app) => app.Use(static next => context => RunAsync(context, next));

    // The endpoint says what is a stream, not the path: routing takes more than one spelling of it.
    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var began = TimeProvider.System.GetTimestamp();
        await next(context);
        if (context.Features.Get<PendingStream>() is { } stream)
        {
            context.Features.Set<PendingStream>(null);
            await RunAsync(context, stream, began);
        }
        else if (IsStream(context.Request))
        {
            StreamInstruments.Refused(context.Response.StatusCode);
        }
    }

    // A page of another origin may ask first whether it may (OPTIONS).
    private static bool IsStream(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value.AsSpan().TrimEnd('/').Equals(StreamEndpoints.Path, StringComparison.OrdinalIgnoreCase);

    private static async Task RunAsync(HttpContext context, PendingStream stream, long began)
    {
        var (hub, request, place) = stream;
        using (place)
        {
            request = place is null ? request : await hub.TakePlaceAsync(request, context.RequestAborted);
            await BeginAsync(context);
            StreamInstruments.Begun(place is not null, request.Cursor is not null, TimeProvider.System.GetElapsedTime(began));
            if (place is null)
            {
                // Not a 429 or 503: EventSource never comes back after those.
                await hub.RefuseAsync(context.Response.BodyWriter, context.RequestAborted);
                return;
            }

            await ForgetAsync(context.Features);
            if (await hub.RunAsync(request, context.Response.BodyWriter, context.RequestAborted) == SessionEnd.TooSlow)
            {
                context.Abort();
            }
        }
    }

    private static async Task BeginAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        await response.StartAsync(context.RequestAborted);

        // At once: thousands who connect together would each hold a block of memory with their headers until their turn comes.
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // What the layers behind have made of the request, and nobody needs any more.
    private static async ValueTask ForgetAsync(IFeatureCollection features)
    {
        if (features.Get<IServiceProvidersFeature>() is IAsyncDisposable scope)
        {
            await scope.DisposeAsync();
        }

        features.Set<IServiceProvidersFeature>(null);
        features.Set<IHttpAuthenticationFeature>(null);
        features.Set<IAuthenticateResultFeature>(null);
        features.Set<IQueryFeature>(null);
        features.Set<IEndpointFeature>(null);
        features.Set<IRouteValuesFeature>(null);
        features.Set<IItemsFeature>(null);
    }
}
