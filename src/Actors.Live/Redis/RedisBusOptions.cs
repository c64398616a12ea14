using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>How the live bus on Redis works: section <c>Redis</c>. The defaults are those of a Redis in the same network.</summary>
public sealed record RedisBusOptions
{
    /// <summary>
    /// Where Redis is, as StackExchange.Redis takes it: <c>host:port,password=…,ssl=true</c>. Several independent servers are
    /// separated by <c>;</c>: shard n is carried by server n modulo their count. Every node must name the same ones in the same
    /// order. Never logged, except for hosts and ports. No default.
    /// </summary>
    public required string Configuration { get; init; }

    /// <summary>What the names of all channels and keys begin with. Default <c>actors</c>.</summary>
    public string KeyPrefix { get; init; } = "actors";

    /// <summary>How long a connection may take to be made. Default 3 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long Redis may take to answer before its connection is given up. Default 3 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often each connection is asked whether it lives. Default 1 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause before the first new attempt to connect; it doubles up to <see cref="MaxReconnectDelay"/>, less up to a half by chance. Default 100 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between attempts to connect. Default 3 s.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The most bytes of frames and digests for one server that it has not answered yet; what goes beyond them is dropped, and
    /// readers find it in the log. Default 32 MiB.
    /// </summary>
    public long MaxPendingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// How often the owner of a shard asks Redis whether another node hears a channel's frames; while none does they are not sent.
    /// Who comes says so, and is heard at once: the time is for what is lost. 0: all are sent. Default 2 s.
    /// </summary>
    public TimeSpan AudienceInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a node that is silent still counts, with its streams and who is present by them. Default 10 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a node says that it lives: four times in a lease.</summary>
    public TimeSpan RefreshInterval => Lease / 4;

    /// <summary>The servers' configurations, in order.</summary>
    public IReadOnlyList<string> Servers =>
        [.. Configuration.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Throws when a value makes no sense; the message names the configuration's key, and no secret.</summary>
    /// <exception cref="ArgumentException">What is wrong and what is allowed.</exception>
    public void Validate()
    {
        var fault = Servers.Count == 0 || Servers.Any(server => !IsConfiguration(server))
                ? "Redis:Configuration must be host:port with StackExchange.Redis' options behind commas; several servers are separated by ';'."
            : KeyPrefix.Length is 0 or > 64 || KeyPrefix.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':'))
                ? "Redis:KeyPrefix must be 1 to 64 characters of A-Z a-z 0-9 - _ . :"
            : ConnectTimeout < TimeSpan.FromMilliseconds(100) ? "Redis:ConnectTimeout must be at least 00:00:00.1."
            : AnswerTimeout < TimeSpan.FromMilliseconds(100) ? "Redis:AnswerTimeout must be at least 00:00:00.1."
            : PingInterval < TimeSpan.FromMilliseconds(50) ? "Redis:PingInterval must be at least 00:00:00.05."
            : ReconnectDelay < TimeSpan.FromMilliseconds(10) ? "Redis:ReconnectDelay must be at least 00:00:00.01."
            : MaxReconnectDelay < ReconnectDelay ? "Redis:MaxReconnectDelay must not be below Redis:ReconnectDelay."
            : AudienceInterval < TimeSpan.Zero || AudienceInterval > TimeSpan.FromMinutes(1) ? "Redis:AudienceInterval must be from 0 to 00:01:00."
            : Lease < TimeSpan.FromMilliseconds(500) ? "Redis:Lease must be at least 00:00:00.5."
            : MaxPendingBytes < 1024 * 1024 ? "Redis:MaxPendingBytes must be at least 1048576."
            : null;
        if (fault is not null)
        {
            throw new ArgumentException(fault);
        }
    }

    // The library's messages quote what they could not read, which may be a password.
    private static bool IsConfiguration(string server)
    {
        try
        {
            return ConfigurationOptions.Parse(server).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Tells no secret.</summary>
    public override string ToString() => $"Redis ({Servers.Count} server(s), prefix {KeyPrefix})";
}
