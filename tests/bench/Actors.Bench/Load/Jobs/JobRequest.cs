namespace Actors.Bench.Load.Jobs;

/// <summary>Which jobs to submit. <c>{i}</c> in headers stands for the listener that follows the job.</summary>
/// <param name="Port">On the loopback interface.</param>
/// <param name="Path">Where jobs are submitted.</param>
/// <param name="Headers">Name and value of one header.</param>
/// <param name="Count">How many; job n is followed by listener n modulo <paramref name="Listeners"/>.</param>
/// <param name="Listeners">How many listeners there are.</param>
/// <param name="Tokens">Tokens of each.</param>
/// <param name="IntervalMilliseconds">0 to submit all at once, else the time between two.</param>
internal sealed record JobRequest(int Port, string Path, KeyValuePair<string, string> Headers, int Count, int Listeners, int Tokens, int IntervalMilliseconds);
