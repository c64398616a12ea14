namespace Actors.TestKit.Running;

/// <summary>What happens to a job in the middle: when so many events are committed, or at a time.</summary>
internal sealed record Interruption(InterruptionKind Kind, int? AfterEvents, TimeSpan? At);
