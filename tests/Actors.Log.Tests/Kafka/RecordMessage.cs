using System.Text;
using Actors.Log.Kafka;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka;

/// <summary>A record as a plain Kafka producer writes it.</summary>
internal static class RecordMessage
{
    internal static Message<byte[], byte[]> Of(LogRecord record)
    {
        var headers = new Headers { { RecordMapping.ActorsHeader, RecordHeader.ToArray(record) } };
        if (record.Type.Length > 0)
        {
            headers.Add(RecordMapping.TypeHeader, Encoding.UTF8.GetBytes(record.Type));
        }

        return new Message<byte[], byte[]>
        {
            Key = record.Channel.Length == 0 ? null! : Encoding.UTF8.GetBytes(record.Channel),
            Value = record.Value.ToArray(),
            Headers = headers,
        };
    }
}
