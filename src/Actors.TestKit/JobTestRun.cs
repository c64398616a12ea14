using Actors.Contracts.Events;
using Actors.Contracts.Jobs;

namespace Actors.TestKit;

/// <summary>What a job under test did. Immutable.</summary>
public sealed class JobTestRun
{
    internal JobTestRun(IReadOnlyList<JobEvent> events) => Events = events;

    /// <summary>The committed events, in order.</summary>
    public IReadOnlyList<JobEvent> Events { get; }

    /// <summary>The event that ended the job.</summary>
    public JobEvent Terminal => Events.First(e => e.Step.IsTerminal());

    /// <summary>The types of all events, in order.</summary>
    public IEnumerable<string> Types => Events.Select(e => e.Type);

    /// <summary>The pieces of text, in order.</summary>
    public IEnumerable<ChatChunkResult> Chunks => Events.Where(e => e.Step == JobStep.Text).Select(e => e.Chunk!);

    /// <summary>The last attempt.</summary>
    public int Attempts => Events.Max(e => e.Attempt);

    /// <summary>The text as a client has it in the end: the chunks behind the last reset.</summary>
    public string Text => string.Concat(Events.Skip(LastReset() + 1).Where(e => e.Step == JobStep.Text).Select(e => e.Chunk!.Text));

    /// <summary>All that is wrong with the order or the form of the events; empty when nothing is.</summary>
    public IReadOnlyList<string> Violations() => JobRules.Violations(Events);

    /// <summary>Fails unless the events tell a legal life of a job: see <see cref="JobRules"/>.</summary>
    /// <exception cref="JobRuleException">They do not; the message says what is wrong and lists the events.</exception>
    public void MustBeLegal()
    {
        if (Violations() is { Count: > 0 } violations)
        {
            throw new JobRuleException($"{string.Join('\n', violations)}\n\nThe events:\n{string.Join('\n', Events)}");
        }
    }

    private int LastReset()
    {
        for (var i = Events.Count - 1; i >= 0; i--)
        {
            if (Events[i].Step == JobStep.Reset)
            {
                return i;
            }
        }

        return -1;
    }
}
