using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Shards.Points;

/// <summary>
/// Writes and reads the value of a snapshot record: an open job as one line of JSON that bears a version. Text is escaped only
/// where JSON and the encoder need it, and what a resumed job's text repeats of the text before stands there once.
/// </summary>
internal static class JobSnapshotCodec
{
    /// <summary>The version of a snapshot that says everything in full.</summary>
    private const int Whole = 1;

    /// <summary>The version of one whose text before begins as its text does; a build that does not know it would lose that beginning.</summary>
    private const int Shared = 2;

    private const int FieldBytes = 512;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of a snapshot.</summary>
    internal static byte[] Encode(OpenJob job)
    {
        var shared = SharedLength(job.Text, job.TextBefore);
        var buffer = new ArrayBufferWriter<byte>(FieldBytes + job.Input.Length + job.Text.Length + job.TextBefore.Length - shared);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            JsonSerializer.Serialize(writer, ToJson(job, shared), JobSnapshotContext.Default.JobSnapshotJson);
        }

        return buffer.WrittenSpan.ToArray();
    }

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

        if (json?.V is not (Whole or Shared))
        {
            throw new InvalidDataException($"A job's snapshot has version {json?.V}; this build knows the versions {Whole} and {Shared}.");
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
                TextBefore = TextBefore(json),
                TraceParent = json.TraceParent,
            }
            : throw new InvalidDataException($"A job's snapshot names '{json.Id}', which is no job id.");
    }

    private static JobSnapshotJson ToJson(OpenJob job, int shared) => new()
    {
        V = shared == 0 ? Whole : Shared,
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
        TextBefore = job.TextBefore[shared..],
        TextBeforeShared = shared == 0 ? null : shared,
        TraceParent = job.TraceParent,
    };

    private static string TextBefore(JobSnapshotJson json) => json.TextBeforeShared switch
    {
        null => json.TextBefore,
        var shared when shared < 0 || shared > json.Text.Length =>
            throw new InvalidDataException($"A job's snapshot names {shared} characters of a text of {json.Text.Length}."),
        { } shared => string.Concat(json.Text.AsSpan(0, shared), json.TextBefore),
    };

    // Half of a surrogate pair cannot stand alone in JSON.
    private static int SharedLength(string text, string before)
    {
        var length = text.AsSpan().CommonPrefixLength(before);
        return length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
    }
}
