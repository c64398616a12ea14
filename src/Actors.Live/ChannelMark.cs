namespace Actors.Live;

/// <summary>The last event of a channel within a digest's range.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Offset">The offset of its last event.</param>
public readonly record struct ChannelMark(string Channel, long Offset);
