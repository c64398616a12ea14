using System.ComponentModel.DataAnnotations;

namespace Actors.Service.Hosting;

/// <summary>Section <c>Server</c>: sockets and connections.</summary>
internal sealed record ServerOptions
{
    /// <summary>
    /// The kernel's send buffer for each connection, in bytes as SO_SNDBUF takes them (Linux doubles it). What a client that
    /// reads nothing can hold in kernel memory is bounded by it. Default 64 KiB.
    /// </summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int SendBufferBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// How many bytes may wait unsent in the kernel before a socket counts as full (TCP_NOTSENT_LOWAT). Default 32 KiB: two of
    /// a session's slices.
    /// </summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int NotSentLowWaterBytes { get; init; } = 32 * 1024;

    /// <summary>
    /// How long a peer may leave sent bytes unacknowledged before the connection is given up (TCP_USER_TIMEOUT, RFC 5482).
    /// Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take for a request's headers. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an idle connection is kept for the next request. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest queue of connections that wait to be accepted. Default 4,096; the system may cap it lower.</summary>
    [Range(16, 65_535)]
    public int Backlog { get; init; } = 4096;
}
