namespace Actors.Service.Configuration;

/// <summary>Section <c>Redis</c>.</summary>
internal sealed record RedisSettings
{
    /// <summary>The servers, as StackExchange.Redis takes them: <c>host:port,password=…,ssl=true</c>. No default.</summary>
    public string Configuration { get; init; } = string.Empty;
}
