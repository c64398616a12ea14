namespace Actors.Live.Redis;

/// <summary>What waits to be published.</summary>
/// <param name="Channel">The channel in Redis.</param>
/// <param name="Body">What is said there.</param>
/// <param name="Question">Takes Redis' answer; null where nobody wants it.</param>
internal readonly record struct RedisMessage(byte[] Channel, byte[] Body, AudienceQuestion? Question)
{
    internal int Length => Channel.Length + Body.Length;
}
