using System.Text.Json;
using Actors.Contracts.Jobs;
using Actors.Log;

namespace Actors.History.Folding;

/// <summary>What an event makes of its job. Pure.</summary>
internal static class JobFold
{
    /// <summary>The job behind the event. The job is open.</summary>
    internal static JobView Apply(JobView job, in LogEntry entry)
    {
        job = job with { UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.Time) };
        return entry.Record.Step switch
        {
            JobStep.Queued => job with { Status = Later(job.Status, JobStatus.Queued), TextFrom = entry.Offset },
            JobStep.Started => job with { Status = Later(job.Status, JobStatus.Running), Attempt = job.Attempt + 1 },
            JobStep.Progress => job with { Progress = Progress(entry.Record.Value.Span) ?? job.Progress },
            JobStep.Reset => job with { TextFrom = entry.Offset, Progress = null },
            JobStep.Cancelling => job with { Status = JobStatus.Cancelling },
            JobStep.Completed => job with { Status = JobStatus.Completed, Terminal = entry.Offset, Progress = 100 },
            JobStep.Failed => job with { Status = JobStatus.Failed, Terminal = entry.Offset },
            JobStep.Cancelled => job with { Status = JobStatus.Cancelled, Terminal = entry.Offset },
            _ => job,
        };
    }

    private static JobStatus Later(JobStatus one, JobStatus other) => one > other ? one : other;

    private static int? Progress(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    var found = reader.ValueTextEquals("progress"u8);
                    reader.Read();
                    if (found && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var progress))
                    {
                        return Math.Clamp(progress, 0, 100);
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }
}
