using Actors.Service.Limits;
using Actors.Service.Requests;

namespace Actors.Service.Hosting;

/// <summary>Adds the server.</summary>
internal static class KestrelExtensions
{
    private const int MaxHeaders = 64;
    private const int MaxHeaderBytes = 16 * 1024;
    private const int MaxRequestLineBytes = 8 * 1024;

    /// <summary>
    /// Kestrel for many long, quiet responses: HTTP/1.1 and, over TLS, HTTP/2; the certificate is Kestrel's own setting
    /// (<c>Kestrel:Certificates:Default:Path</c>).
    /// </summary>
    public static void AddActorsServer(this WebApplicationBuilder builder, ServerOptions options, LimitsOptions limits)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // On HTTP/2 a slow stream would cost the whole connection; slow clients are the sessions' business.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = RequestBody.ServerLimit(limits);
            kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.RequestHeadersTimeout = options.RequestHeadersTimeout;
            kestrel.Limits.KeepAliveTimeout = options.KeepAliveTimeout;

            // A page with 20 streams and its requests fits in one connection; 100 is Kestrel's own default.
            kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        });
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.Backlog = options.Backlog;

            // Nothing here blocks a thread, and a thousand connects at once do not queue between a socket and its request, each
            // with a block of memory.
            sockets.UnsafePreferInlineScheduling = true;

            // An idle connection holds no receive buffer: it waits for bytes with a zero-byte read.
            sockets.WaitForDataBeforeAllocatingBuffer = true;
            sockets.CreateBoundListenSocket = endpoint => StreamSockets.Create(endpoint, options);
        });
    }
}
