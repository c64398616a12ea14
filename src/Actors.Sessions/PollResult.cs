namespace Actors.Sessions;

/// <summary>What a long poll found.</summary>
/// <param name="Events">The events' JSON, in the order of the stream; also <c>reset</c> events.</param>
/// <param name="Cursor">Where the next poll or stream goes on; null when it is not known yet and the client sent none.</param>
public sealed record PollResult(IReadOnlyList<ReadOnlyMemory<byte>> Events, string? Cursor);
