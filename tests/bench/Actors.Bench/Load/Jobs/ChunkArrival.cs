namespace Actors.Bench.Load.Jobs;

/// <summary>When a piece of a job's text came.</summary>
/// <param name="TokensBefore">Tokens of the job before it.</param>
/// <param name="Tokens">Tokens in it.</param>
/// <param name="Written">When the event says that it was written, in milliseconds of Unix time.</param>
/// <param name="Arrived">When it was read, in the same unit.</param>
internal readonly record struct ChunkArrival(int TokensBefore, int Tokens, double Written, double Arrived);
