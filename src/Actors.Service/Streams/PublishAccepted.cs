namespace Actors.Service.Streams;

/// <summary>The 202 of a publication: it is durable, and its events will come in this order.</summary>
/// <param name="Ids">The events' ids.</param>
/// <param name="Channel">The channel that hears them.</param>
/// <param name="Cursor">A stream of the channel that is opened behind this position sees all of them.</param>
internal sealed record PublishAccepted(IReadOnlyList<string> Ids, string Channel, string Cursor);
