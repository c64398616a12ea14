namespace Actors.Sessions.Replay;

/// <summary>What the merges of a node replay from: one object for all sessions.</summary>
/// <param name="Pages">The node's pages.</param>
/// <param name="ScanLimit">How many records behind the head a place asks for a trail instead of reading all of them.</param>
internal sealed record ReplaySource(PageCache Pages, long ScanLimit);
