namespace Actors.Sessions.Replay;

/// <summary>Where one event stands in a <see cref="PageRun"/>.</summary>
/// <param name="Offset">Its offset in the log.</param>
/// <param name="Start">Where its <c>id:</c> line begins.</param>
/// <param name="IdLength">How long that line is; the <c>data:</c> line follows.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Type">Its type, for filters.</param>
/// <param name="Job">The job behind it, for filters.</param>
internal readonly record struct RunEntry(long Offset, int Start, int IdLength, int End, string Type, string? Job);
