using Confluent.Kafka;

namespace Actors.Log.Kafka;

/// <summary>The headers of a Kafka record that mean something here; others are skipped. Of two with one name the last counts.</summary>
internal ref struct ForeignHeaders
{
    /// <summary>Whether there is a header <c>actors</c>: the record is one of ours.</summary>
    internal bool IsOurs { get; private set; }

    /// <summary>The binary header.</summary>
    internal ReadOnlySpan<byte> Actors { get; private set; }

    /// <summary>What someone else's record says that it is.</summary>
    internal ReadOnlySpan<byte> Kind { get; private set; }

    /// <summary>The type of someone else's command.</summary>
    internal ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>The trace context of someone else's command.</summary>
    internal ReadOnlySpan<byte> TraceParent { get; private set; }

    /// <summary>The headers of a record as the client library gives it.</summary>
    internal static ForeignHeaders Of(Headers? headers)
    {
        var found = default(ForeignHeaders);
        for (var i = 0; i < headers?.Count; i++)
        {
            var header = headers[i];
            var value = header.GetValueBytes();
            switch (header.Key)
            {
                case RecordMapping.ActorsHeader:
                    found.Add("actors"u8, value);
                    break;
                case RecordMapping.KindHeader:
                    found.Add("kind"u8, value);
                    break;
                case RecordMapping.TypeHeader:
                    found.Add("type"u8, value);
                    break;
                case RecordMapping.TraceHeader:
                    found.Add("traceparent"u8, value);
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    /// <summary>Takes the next header of a record.</summary>
    internal void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("actors"u8))
        {
            IsOurs = true;
            Actors = value;
        }
        else if (name.SequenceEqual("kind"u8))
        {
            Kind = value;
        }
        else if (name.SequenceEqual("type"u8))
        {
            Type = value;
        }
        else if (name.SequenceEqual("traceparent"u8))
        {
            TraceParent = value;
        }
    }
}
