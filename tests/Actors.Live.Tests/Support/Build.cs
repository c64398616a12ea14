using System.Text;

namespace Actors.Live.Tests.Support;

/// <summary>Frames and digests, and what they are compared by.</summary>
internal static class Build
{
    public static Frame Frame(string channel, long offset, string payload = "{}", int shard = 0) => new()
    {
        Shard = shard, Channel = channel, Offset = offset, Previous = offset - 1, Type = "t", Payload = Encoding.UTF8.GetBytes(payload),
    };

    public static Digest Digest(int shard, long to = 1, params ChannelMark[] channels) => new()
    {
        Shard = shard, From = 0, To = to, Claim = 0, NextSeq = 1, LastValid = 1, Answered = -1, OpenJobs = 3, Node = "node-é", Since = 7, Channels = channels,
    };

    /// <summary>All that a frame says, in a form that compares by value.</summary>
    public static string Text(Frame frame) =>
        $"{frame.Shard} {frame.Channel} {frame.Offset} {frame.Previous} {frame.Type} {frame.Job ?? "-"} {Convert.ToHexString(frame.Payload.Span)}";

    /// <summary>All that a digest says, in a form that compares by value.</summary>
    public static string Text(Digest digest) => $"{digest with { Channels = [] }} {string.Join(' ', digest.Channels)}";
}
