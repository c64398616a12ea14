namespace Actors.Live.Redis;

/// <summary>Goes with a frame to Redis and takes its answer.</summary>
/// <param name="channel">What is asked about.</param>
/// <param name="arrivals">How many had said that they listen when the frame was sent.</param>
internal sealed class AudienceQuestion(ChannelAudience channel, int arrivals)
{
    /// <summary>How many clients of Redis heard the frame.</summary>
    internal void Answered(long receivers) => channel.Answered(arrivals, receivers);
}
