using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Actors.Service.Limits;
using Actors.Service.Problems;

namespace Actors.Service.Requests;

/// <summary>
/// A request's JSON body: read whole within the limit, and parsed so that a refusal names the field and what it may hold.
/// Immutable.
/// </summary>
internal sealed class RequestBody
{
    // A client that is still sending would see its connection reset instead of the answer; so much is read and thrown away.
    private const long MaxDiscardedBytes = 32 * 1024 * 1024;

    private RequestBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes as they came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What the server must let in so that a body that is too large can be answered.</summary>
    public static long ServerLimit(LimitsOptions limits) => limits.MaxRequestBytes + MaxDiscardedBytes;

    /// <summary>Reads the body whole, then looks at its media type: what has no body has none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mayBeEmpty">True when the request means something without a body; its media type does not matter then.</param>
    /// <exception cref="ProblemException">413, 415, or 400 when a body is missing.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, bool mayBeEmpty = false)
    {
        var limit = context.RequestServices.GetRequiredService<LimitsOptions>().MaxRequestBytes;
        var request = context.Request;
        var bytes = await ReadWholeAsync(request, limit, context.RequestAborted);
        if (bytes.Length == 0)
        {
            return mayBeEmpty
                ? new RequestBody(bytes)
                : throw new ProblemException(Refusals.Invalid(string.Empty, "The body is empty but must be a JSON object."));
        }

        if (!request.HasJsonContentType())
        {
            throw new ProblemException(new Problem
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
                Kind = "unsupported-media-type",
                Title = "The media type is not taken.",
                Detail = $"Send Content-Type: application/json, not '{request.ContentType}'.",
            });
        }

        return new RequestBody(bytes);
    }

    /// <summary>The body as a record; unknown fields are refused.</summary>
    /// <exception cref="ProblemException">400 that names the field.</exception>
    public T As<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Bytes.Span, type) ?? throw new JsonException("null", "$", null, null);
        }
        catch (JsonException e)
        {
            throw new ProblemException(JsonFault.Explain(e, type));
        }
    }

    /// <summary>The body as any JSON.</summary>
    /// <exception cref="ProblemException">400: it is none, or a text in it is no Unicode.</exception>
    public JsonDocument AsDocument()
    {
        var document = Parse();
        if (BrokenText.Find(document.RootElement) is { } field)
        {
            document.Dispose();
            throw new ProblemException(Refusals.Invalid(field, BrokenText.Fault));
        }

        return document;
    }

    private JsonDocument Parse()
    {
        try
        {
            return JsonDocument.Parse(Bytes);
        }
        catch (JsonException e)
        {
            throw new ProblemException(JsonFault.NoJson(e));
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadWholeAsync(HttpRequest request, long limit, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(request.ContentLength is > 0 and var length && length <= limit ? (int)length : 1024);
        var tooLarge = request.ContentLength > limit;
        var seen = 0L;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            seen += read.Buffer.Length;
            tooLarge |= seen > limit;
            if (!tooLarge)
            {
                foreach (var segment in read.Buffer)
                {
                    buffer.Write(segment.Span);
                }
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || seen > limit + MaxDiscardedBytes)
            {
                break;
            }
        }

        return tooLarge
            ? throw new ProblemException(Refusals.BodyTooLarge(limit))
            : buffer.WrittenMemory;
    }
}
