using System.Globalization;
using Actors.Service.Problems;

namespace Actors.Service.Node;

/// <summary>
/// Stands in front of everything that needs the stores while they are not open: a request is told to come back, an EventSource
/// too, in the one way that it understands.
/// </summary>
internal static class NodeGate
{
    private const string EventStream = "text/event-stream";

    // In any case, as routing takes them.
    private static readonly PathString[] Closed = ["/api", "/admin"];

    /// <summary>Adds the gate. Health, metrics, documents and the page are behind no gate.</summary>
    public static void UseNodeGate(this WebApplication app)
    {
        var node = app.Services.GetRequiredService<NodeService>();
        var sessions = app.Services.GetRequiredService<SessionOptions>();
        app.Use(next => context =>
            node.HasBegun || !Closed.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
                ? next(context)
                : RefuseAsync(context, sessions.RetryDelay));
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan retry)
    {
        if (!context.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.Ordinal))
        {
            throw new ProblemException(Refusals.Unavailable("The node starts: its log is not open yet.", retry));
        }

        // Browsers never reconnect after a 503.
        context.Response.ContentType = EventStream;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)retry.TotalMilliseconds}\n\n"));
    }
}
