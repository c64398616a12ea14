using Actors.Contracts.Events;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary>The events of a stream's own, as JSON. They are in no log.</summary>
internal static class StreamEvents
{
    public static byte[] Status(StreamEnvironment env, ConnectionStatusResult status) =>
        EventWriter.Write(Head(env, EventTypes.ConnectionStatus), status, EventJson.Default.ConnectionStatusResult);

    public static byte[] CaughtUp(StreamEnvironment env, long replayed) =>
        EventWriter.Write(Head(env, EventTypes.CaughtUp), new CaughtUpResult { Replayed = replayed }, EventJson.Default.CaughtUpResult);

    public static byte[] Reset(StreamEnvironment env, string reason, ChannelWindow? window, string from, long? position) =>
        EventWriter.Write(
            Head(env, EventTypes.Reset) with { Channel = window?.Channel ?? string.Empty },
            new ResetResult { Reason = reason, Channel = window?.Channel, From = from, Position = position },
            EventJson.Default.ResetResult);

    private static EventHead Head(StreamEnvironment env, string type) => new()
    {
        Type = type,
        Id = env.Ids.Next(),
        Timestamp = env.Time.GetUtcNow(),
        Channel = string.Empty,
    };
}
