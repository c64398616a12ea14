namespace Actors.Contracts.Cursors;

/// <summary>A client's position in one channel, as a cursor carries it.</summary>
/// <param name="Channel">The channel's <see cref="Cursor.HashOf"/>.</param>
/// <param name="Offset">The last record position that the client has passed; -1 is before everything. Reading goes on at the next one.</param>
public readonly record struct CursorPlace(uint Channel, long Offset);
