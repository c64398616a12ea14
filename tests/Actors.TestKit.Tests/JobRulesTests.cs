using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.TestKit.Tests;

public sealed class JobRulesTests
{
    private static readonly JobId Job = JobId.Create(0, Guid.Empty);

    private static EventHead Head(string type, int attempt) =>
        new() { Type = type, Id = Guid.Empty, Timestamp = DateTimeOffset.UnixEpoch, Channel = "user:a", JobId = Job, Attempt = attempt };

    private static JobEvent Event(string type, int attempt, Func<EventHead, byte[]> write) =>
        new(new EventDraft { Type = type, Channel = "user:a", Job = Job, Step = EventCatalog.Get(type).Step, Attempt = attempt, Payload = write(Head(type, attempt)) }, TimeSpan.Zero);

    private static readonly JobEvent Queued = Event(EventTypes.GenerationQueued, 0, h => EventWriter.Write(h, new QueuedResult { Kind = "text" }, EventJson.Default.QueuedResult));
    private static readonly JobEvent Cancelling = Event(EventTypes.GenerationCancelling, 1, h => EventWriter.Write(h));

    private static JobEvent Started(int attempt) =>
        Event(EventTypes.GenerationStarted, attempt, h => EventWriter.Write(h, new StartedResult { Kind = "text" }, EventJson.Default.StartedResult));

    private static JobEvent Reset(int attempt) => Event(EventTypes.GenerationReset, attempt, h =>
        EventWriter.Write(h, new ResetAttemptResult { Reason = "restarted", Attempt = attempt }, EventJson.Default.ResetAttemptResult));

    private static JobEvent Chunk(string text, int position, bool done = false, int attempt = 1) => Event(EventTypes.ChatChunk, attempt, h =>
        EventWriter.Write(h, new ChatChunkResult { StreamId = "s", Text = text, Position = position, Done = done }, EventJson.Default.ChatChunkResult));

    private static JobEvent Complete(string text, int attempt = 1) =>
        Event(EventTypes.GenerationComplete, attempt, h => EventWriter.Write(h, new CompleteResult { Text = text }, EventJson.Default.CompleteResult));

    [Fact]
    public void Violations_of_legal_lives_are_none()
    {
        JobRules.Violations([Queued, Started(1), Chunk("ab", 0), Chunk("c", 2, done: true), Complete("abc")]).ShouldBeEmpty();
        JobRules.Violations([Queued, Started(1), Chunk("ab", 0), Reset(2), Started(2), Chunk("x", 0, true, 2), Complete("x", 2)]).ShouldBeEmpty();
    }

    public static TheoryData<string, JobEvent[]> Illegal => new()
    {
        { "was queued", [Started(1), Complete(string.Empty)] },
        { "0 terminal events", [Queued, Started(1)] },
        { "2 terminal events", [Queued, Started(1), Chunk("a", 0, true), Complete("a"), Complete("a")] },
        { "the last event is", [Queued, Started(1), Chunk("a", 0, true), Complete("a"), Chunk("b", 1)] },
        { "A chunk of attempt 1 at 2 follows 1", [Queued, Started(1), Chunk("a", 0), Chunk("b", 2, true), Complete("ab")] },
        { "A chunk of attempt 1 at 0 follows 1", [Queued, Started(1), Chunk("a", 0), Chunk("a", 0, true), Complete("a")] },
        { "without a reset", [Queued, Started(1), Started(2), Complete(string.Empty, 2)] },
        { "Attempt 3 begins after attempt 1", [Queued, Started(1), Reset(3), Started(3), Complete(string.Empty, 3)] },
        { "carries a text of 2 characters", [Queued, Started(1), Chunk("abc", 0, true), Complete("ab")] },
        { "no chunk says is done", [Queued, Started(1), Chunk("abc", 0), Complete("abc")] },
        { "A stop was asked for", [Queued, Started(1), Cancelling, Chunk("a", 0, true), Complete("a")] },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Violations_of_illegal_lives_are_said(string expected, JobEvent[] events) =>
        JobRules.Violations(events).ShouldContain(v => v.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Violations_name_what_the_catalog_lacks()
    {
        var unknown = new JobEvent(
            new EventDraft { Type = "invented", Channel = "user:a", Job = Job, Payload = EventWriter.Write(Head("invented", 1)) }, TimeSpan.Zero);
        var wrong = Event(EventTypes.GenerationComplete, 1, h => EventWriter.Write(h, new QueuedResult { Kind = "x" }, EventJson.Default.QueuedResult));

        var violations = JobRules.Violations([Queued, Started(1), unknown, wrong]);

        violations.ShouldContain(v => v.Contains("invented", StringComparison.Ordinal));
        violations.ShouldContain(v => v.Contains("not of the catalog's form", StringComparison.Ordinal));
    }
}
