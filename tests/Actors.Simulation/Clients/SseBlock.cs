namespace Actors.Simulation.Clients;

/// <summary>One event of a stream, as a browser dispatches it.</summary>
/// <param name="Data">Its data.</param>
/// <param name="Id">The id that it carries; null where it carries none.</param>
public readonly record struct SseBlock(string? Data, string? Id);
