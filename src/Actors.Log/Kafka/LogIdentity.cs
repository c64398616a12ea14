using System.Buffers;
using System.Buffers.Binary;
using Actors.Contracts;
using Actors.Log.Claims;
using Confluent.Kafka;

namespace Actors.Log.Kafka;

/// <summary>
/// Finds the id of a log, or makes one. The id is that of the first recovery point that shard 0 holds. A new log gets a point
/// for this alone: it bears no claim's stamp, so no reader counts it and no owner is disturbed by it; of nodes that begin at the
/// same time the first in the log wins. Later points carry the id on, whatever retention removes.
/// </summary>
internal sealed class LogIdentity(KafkaClients clients, KafkaLogOptions options)
{
    private const int Shard = 0;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    private readonly TopicPartition _partition = new(options.Topic, Shard);

    /// <summary>The first thing in a new log: a point that says its id.</summary>
    internal static LogRecord NewPoint(IIdSource ids)
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.Next().TryWriteBytes(bytes);
        var value = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(value, RecoveryPoint.Beginning(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..])));
        return new LogRecord { Kind = RecordKind.Point, Value = value.WrittenMemory };
    }

    /// <summary>The id that the log has; null when none was made yet. Blocks.</summary>
    /// <param name="point">The offset of shard 0's committed point; null for none.</param>
    /// <param name="ct">Stops a long scan.</param>
    /// <exception cref="KafkaException">Kafka does not answer.</exception>
    internal uint? Find(long? point, CancellationToken ct)
    {
        var config = clients.Reader("identity", TimeSpan.FromMilliseconds(50));
        config.EnablePartitionEof = true;
        using var reader = clients.Build(clients.Consumer(config).Build);
        var bounds = reader.QueryWatermarkOffsets(_partition, AnswerWithin);
        if (point is { } at && at >= bounds.Low && at < bounds.High && Scan(reader, at, at + 1, ct) is { } known)
        {
            return known;
        }

        return Scan(reader, bounds.Low, bounds.High, ct);
    }

    private uint? Scan(IConsumer<byte[], byte[]> reader, long from, long to, CancellationToken ct)
    {
        if (from >= to)
        {
            return null;
        }

        var texts = new TextCache();
        reader.Assign(new TopicPartitionOffset(_partition, from));
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var found = reader.Consume(AnswerWithin) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
            if (found.IsPartitionEOF || found.Offset >= to)
            {
                return null;
            }

            if (IdOf(found.Message, texts) is { } id)
            {
                return id;
            }
        }
    }

    private static uint? IdOf(Message<byte[], byte[]> message, TextCache texts)
    {
        try
        {
            return RecordMapping.ToRecord(message, texts) is { Kind: RecordKind.Point } point ? RecoveryPointCodec.Read(point.Value.Span, out _).LogId : null;
        }
        catch (Exception e) when (e is RecordFormatException or InvalidDataException)
        {
            return null;
        }
    }
}
