using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Log;

namespace Actors.Simulation.Oracle;

/// <summary>What must hold of a shard's records, whatever happened.</summary>
public static class LogOracle
{
    /// <summary>What must hold at any time: at most one end for each job, each command answered at most once, in order.</summary>
    /// <exception cref="Violation">It does not.</exception>
    public static void Check(IReadOnlyList<LogEntry> entries)
    {
        var valid = ValidRecords.Of(entries);
        var ends = new HashSet<string>();
        var answers = new Dictionary<long, int>();
        var texts = new Dictionary<string, int>();
        var ids = new HashSet<string>();
        foreach (var (offset, _, record) in valid.Where(entry => entry.Record.Kind == RecordKind.Event))
        {
            if (!ids.Add(IdOf(record)))
            {
                throw new Violation($"the event at {offset} is in the log twice");
            }

            if (record.Job is { } job)
            {
                Require(!ends.Contains(job), $"job {job} has an event at {offset} behind its end");
                if (record.Step.IsTerminal())
                {
                    ends.Add(job);
                }

                CheckText(texts, record, job, offset);
            }

            if (record.Answers >= 0 && answers.TryGetValue(record.Answers, out var remaining))
            {
                Require(remaining == record.Remaining + 1, $"command {record.Answers} took effect twice, at {offset} again");
            }

            if (record.Answers >= 0)
            {
                answers[record.Answers] = record.Remaining;
            }
        }
    }

    /// <summary>What must hold once nothing goes wrong any more and everything had its time.</summary>
    /// <exception cref="Violation">It does not.</exception>
    public static void CheckAtTheEnd(IReadOnlyList<LogEntry> entries)
    {
        Check(entries);
        var events = ValidRecords.Of(entries).Where(entry => entry.Record.Kind == RecordKind.Event).ToList();
        var ended = events.Where(e => e.Record.Step.IsTerminal()).ToDictionary(e => e.Record.Job!, e => e.Record);
        var answered = events.Where(e => e.Record.Answers >= 0).Select(e => e.Record.Answers).ToHashSet();
        foreach (var (offset, _, record) in entries.Where(entry => entry.Record.Kind == RecordKind.Command))
        {
            if (Parse(record) is not { } body)
            {
                Require(answered.Contains(offset), $"the garbage at {offset} was not refused");
            }
            else if (body.Type == CommandTypes.SubmitJob)
            {
                Require(body.JobId is null ? answered.Contains(offset) : ended.ContainsKey(body.JobId), $"the job submitted at {offset} never ended");
            }
            else if (body.Type == CommandTypes.CancelJob)
            {
                var end = ended.GetValueOrDefault(body.JobId!);
                Require(end is not null || answered.Contains(offset) || !Submitted(entries, body.JobId!), $"the stop at {offset} was forgotten");
            }
            else
            {
                Require(answered.Contains(offset), $"command {offset} has no effect");
            }
        }

        foreach (var last in events.Where(e => e.Record.Answers >= 0).GroupBy(e => e.Record.Answers).Select(g => g.Last()))
        {
            Require(last.Record.Remaining == 0, $"the answer to command {last.Record.Answers} stops in the middle");
        }

        CheckStops(entries, events, ended);
        foreach (var asked in events.Where(e => e.Record.Step == JobStep.Cancelling))
        {
            Require(
                ended.GetValueOrDefault(asked.Record.Job!)?.Step == JobStep.Cancelled,
                $"job {asked.Record.Job} was asked to stop and did not end as stopped");
        }
    }

    // A new owner handles the stops that wait before it starts the jobs: one that completes all the same was not told.
    private static void CheckStops(IReadOnlyList<LogEntry> entries, List<LogEntry> events, Dictionary<string, LogRecord> ended)
    {
        foreach (var (offset, _, record) in entries.Where(entry => entry.Record.Kind == RecordKind.Command))
        {
            if (Parse(record) is not { Type: CommandTypes.CancelJob } body || ended.GetValueOrDefault(body.JobId!)?.Step != JobStep.Completed)
            {
                continue;
            }

            var ofJob = events.Where(e => e.Record.Job == body.JobId).ToList();
            Require(
                ofJob[0].Offset > offset || !ofJob.Exists(e => e.Record.Step == JobStep.Started && e.Record.Stamp > offset),
                $"the stop at {offset} was forgotten at a takeover");
        }
    }

    private static bool Submitted(IReadOnlyList<LogEntry> entries, string job) =>
        entries.Any(entry => entry.Record.Kind == RecordKind.Command && Parse(entry.Record) is { } body
            && body.Type == CommandTypes.SubmitJob && body.JobId == job);

    private static void CheckText(Dictionary<string, int> texts, LogRecord record, string job, long offset)
    {
        if (record.Step == JobStep.Reset)
        {
            texts[job] = 0;
        }
        else if (record.Step == JobStep.Text)
        {
            using var json = JsonDocument.Parse(record.Value);
            var result = json.RootElement.GetProperty("result");
            var position = result.GetProperty("position").GetInt32();
            Require(
                texts.GetValueOrDefault(job) == position,
                $"the text of job {job} has a hole or a repeat at {offset}: {position} behind {texts.GetValueOrDefault(job)}");
            texts[job] = position + result.GetProperty("text").GetString()!.Length;
        }
    }

    private static string IdOf(LogRecord record)
    {
        using var json = JsonDocument.Parse(record.Value);
        return json.RootElement.GetProperty("id").GetString()!;
    }

    private static CommandBody? Parse(LogRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Value.Span, CommandJson.Default.CommandBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Violation(otherwise);
        }
    }
}
