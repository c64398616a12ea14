namespace Actors.Bench.Load;

/// <summary>How publishing went.</summary>
/// <param name="Count">Events.</param>
/// <param name="Seconds">From the first due time to the last answer.</param>
/// <param name="StartedAt">Ticks of the machine's monotonic clock at the first due time.</param>
/// <param name="Requests">Requests answered.</param>
/// <param name="Refused">Requests that were answered by anything but a success.</param>
/// <param name="Refusal">The first such answer.</param>
/// <param name="AnswerP50">Median time to the answer, in milliseconds.</param>
/// <param name="AnswerP99">The same, 99th percentile.</param>
internal sealed record Published(
    long Count, double Seconds, long StartedAt, long Requests, int Refused, string? Refusal, double AnswerP50, double AnswerP99);
