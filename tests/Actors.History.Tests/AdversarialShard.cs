using System.Text;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Log;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.History.Tests;

/// <summary>
/// A shard that three writers wrote, some of them dead, with holes and repeats; and what a reader should make of it, in words
/// of its own: by going through the whole shard for each question.
/// </summary>
internal sealed class AdversarialShard(LogEntry[] entries)
{
    private static readonly long Began = new ManualTime().Milliseconds;

    internal static readonly string[] Channels = ["user:a", "channel:b"];

    internal static readonly string[] Jobs = [Build.JobId(1), Build.JobId(2), Build.JobId(3)];

    internal static Arbitrary<AdversarialShard> Any { get; } =
        Gen.Choose(0, 9_999).ListOf().Select(steps => new AdversarialShard(Play([.. steps.Take(80)]))).ToArbitrary();

    internal LogEntry[] Entries => entries;

    public override string ToString() => string.Join("\n", entries.Select(e => $"{e.Offset} {e.Record.Kind} {e.Record.Stamp}/{e.Record.Seq} {e.Record.Step} {e.Record.Job} {e.Record.Channel}"));

    /// <summary>The valid events of a channel.</summary>
    internal List<LogEntry> EventsOf(string channel) => [.. Valid().Where(e => e.Record.Kind == RecordKind.Event && e.Record.Channel == channel)];

    /// <summary>A job's valid records from the one that made it: its submit, or else an event that accepts or ends it.</summary>
    internal List<LogEntry> LifeOf(string job)
    {
        var life = Valid().SkipWhile(e => !Makes(e.Record, job)).ToList();
        var own = life.Take(1).Concat(life.Skip(1).Where(e => e.Record.Kind == RecordKind.Event && e.Record.Job == job)).ToList();
        var end = own.FindIndex(e => e.Record.Step >= JobStep.Completed);
        return end < 0 ? own : own[..(end + 1)];
    }

    /// <summary>The text behind the last acceptance or reset in a job's life, within the job's channel.</summary>
    internal string TextOf(string job)
    {
        var text = "";
        foreach (var (_, _, record) in LifeOf(job))
        {
            text = record.Step switch
            {
                JobStep.Queued or JobStep.Reset => "",
                JobStep.Text => text + EventText.Read(record.Value.Span),
                _ => text,
            };
        }

        return text;
    }

    internal JobStatus? StatusOf(string job)
    {
        JobStatus? status = null;
        foreach (var (_, _, record) in LifeOf(job))
        {
            status = (record.Step, status) switch
            {
                (JobStep.Completed, _) => JobStatus.Completed,
                (JobStep.Failed, _) => JobStatus.Failed,
                (JobStep.Cancelled, _) => JobStatus.Cancelled,
                (JobStep.Cancelling, _) or (_, JobStatus.Cancelling) => JobStatus.Cancelling,
                (JobStep.Started, _) or (_, JobStatus.Running) => JobStatus.Running,
                (JobStep.Queued, _) or (_, JobStatus.Queued) => JobStatus.Queued,
                _ => JobStatus.Submitted,
            };
        }

        return status;
    }

    private static bool Makes(LogRecord record, string job) => record.Kind == RecordKind.Command
        ? record.Value.Span.IndexOf(Encoding.UTF8.GetBytes(job)) >= 0
        : record.Job == job && (record.Step == JobStep.Queued || record.Step.IsTerminal());

    private IEnumerable<LogEntry> Valid()
    {
        (long Claim, long Seq)? inForce = null;
        foreach (var entry in entries)
        {
            switch (entry.Record.Kind)
            {
                case RecordKind.Command:
                    yield return entry;
                    break;
                case RecordKind.Claim:
                    inForce = (entry.Offset, 0);
                    yield return entry;
                    break;
                case var _ when inForce is { } claim && entry.Record.Stamp == claim.Claim:
                    inForce = entry.Record.Seq == claim.Seq ? (claim.Claim, claim.Seq + 1) : null;
                    if (inForce is not null)
                    {
                        yield return entry;
                    }

                    break;
            }
        }
    }

    private static LogEntry[] Play(int[] steps)
    {
        var log = new List<LogEntry>();
        var writers = new (long Claim, long Seq)[] { (-1, 0), (-1, 0), (-1, 0) };
        foreach (var step in steps)
        {
            var job = step / 3 % Jobs.Length;
            var channel = Channels[job % Channels.Length];
            ref var writer = ref writers[step % writers.Length];
            var what = step / 9 % 100;
            if (what < 12)
            {
                writer = (log.Count, 0);
                log.Add(new LogEntry(log.Count, Began + log.Count, Build.Claim()));
            }
            else if (what < 20)
            {
                log.Add(new LogEntry(log.Count, Began + log.Count, Build.Submit(channel, Jobs[job])));
            }
            else
            {
                // Of a hundred records one was lost before it, one came twice.
                writer.Seq += what == 20 ? 2 : what == 21 ? -1 : 1;
                var life = (JobStep)(what % 20 < 9 ? 3 : what % 10);
                log.Add(new LogEntry(log.Count, Began + log.Count, Build.Event(writer.Claim, Math.Max(0, writer.Seq - 1), channel, life, life == JobStep.None ? null : Jobs[job], $"<{log.Count}>")));
            }
        }

        return [.. log];
    }
}
