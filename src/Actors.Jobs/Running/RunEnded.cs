using Actors.Jobs.Handlers;

namespace Actors.Jobs.Running;

/// <summary>A run has ended: with a result, or with what its handler threw.</summary>
internal sealed record RunEnded(int Number, JobResult? Result, Exception? Error);
