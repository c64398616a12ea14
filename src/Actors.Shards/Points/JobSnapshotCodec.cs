using System.Runtime.InteropServices;
using System.Text.Json;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Shards.Points;

/// <summary>Writes and reads the value of a snapshot record: an open job as one line of JSON that bears a version.</summary>
internal static class JobSnapshotCodec
{
    /// <summary>The version that is written, and the only one that is understood.</summary>
    internal const int Version = 1;

    /// <summary>The bytes of a snapshot.</summary>
    internal static byte[] Encode(OpenJob job) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new JobSnapshotJson
            {
                V = Version,
                Id = job.Id.Value,
                Channel = job.Channel,
                User = job.User,
                Kind = job.Kind,
                Input = JsonElement.Parse(job.Input.Span),
                Command = job.Command,
                SubmittedAt = job.SubmittedAt,
                Attempt = job.Attempt,
                StartedAt = job.StartedAt,
                Text = job.Text,
                Cancelling = job.Cancelling,
                ResumedFrom = job.ResumedFrom,
                TextBefore = job.TextBefore,
                TraceParent = job.TraceParent,
            },
            JobSnapshotContext.Default.JobSnapshotJson);

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="InvalidDataException">The bytes are none, or of a version that this build does not know.</exception>
    internal static OpenJob Decode(ReadOnlySpan<byte> bytes)
    {
        JobSnapshotJson? json;
        try
        {
            json = JsonSerializer.Deserialize(bytes, JobSnapshotContext.Default.JobSnapshotJson);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("A job's snapshot is no JSON of its form.", e);
        }

        if (json?.V != Version)
        {
            throw new InvalidDataException($"A job's snapshot has version {json?.V}; this build knows version {Version} only.");
        }

        return JobId.TryParse(json.Id, out var id)
            ? new OpenJob
            {
                Id = id,
                Channel = json.Channel,
                User = json.User,
                Kind = json.Kind,
                Input = JsonMarshal.GetRawUtf8Value(json.Input).ToArray(),
                Command = json.Command,
                SubmittedAt = json.SubmittedAt,
                Attempt = json.Attempt,
                StartedAt = json.StartedAt,
                Text = json.Text,
                Cancelling = json.Cancelling,
                ResumedFrom = json.ResumedFrom,
                TextBefore = json.TextBefore,
                TraceParent = json.TraceParent,
            }
            : throw new InvalidDataException($"A job's snapshot names '{json.Id}', which is no job id.");
    }
}
