using System.Buffers;
using System.Buffers.Binary;
using Actors.Contracts;
using Actors.Log.Claims;
using Confluent.Kafka;

namespace Actors.Log.Kafka;

/// <summary>
/// Finds the id of a log, or makes one. The id is that of the first recovery point that shard 0 holds. A new log gets a point
/// for this alone: it bears no claim's stamp, so no reader counts it and no owner is disturbed by it; of nodes that begin at the
/// same time the first in the log wins. Later points carry the id on: while retention leaves one of any shard, the log keeps it.
/// </summary>
internal sealed class LogIdentity(KafkaClients clients, KafkaLogOptions options)
{
    private const int Shard = 0;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    /// <summary>An id for a new log.</summary>
    internal static uint NewId(IIdSource ids)
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.Next().TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
    }

    /// <summary>The first thing in a new log: a point that says its id.</summary>
    internal static LogRecord PointOf(uint id)
    {
        var value = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(value, RecoveryPoint.Beginning(id));
        return new LogRecord { Kind = RecordKind.Point, Value = value.WrittenMemory };
    }

    /// <summary>The id that the log has; null when none was made yet. Blocks.</summary>
    /// <param name="point">The offset of shard 0's committed point; null for none.</param>
    /// <param name="ct">Stops a long scan.</param>
    /// <exception cref="KafkaException">Kafka does not answer.</exception>
    internal uint? Find(long? point, CancellationToken ct)
    {
        using var reader = Open();
        var partition = Partition(Shard);
        var bounds = reader.QueryWatermarkOffsets(partition, AnswerWithin);
        return At(reader, partition, bounds, point, ct) ?? Scan(reader, partition, bounds.Low, bounds.High, ct);
    }

    /// <summary>The id that the points of other shards bear, where retention has left shard 0 without any; null for none. Blocks.</summary>
    /// <param name="points">The offset of each shard's committed point; null for none.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="KafkaException">Kafka does not answer.</exception>
    internal uint? FindElsewhere(IReadOnlyList<long?> points, CancellationToken ct)
    {
        using var reader = Open();
        for (var shard = 0; shard < points.Count; shard++)
        {
            if (points[shard] is { } point
                && At(reader, Partition(shard), reader.QueryWatermarkOffsets(Partition(shard), AnswerWithin), point, ct) is { } known)
            {
                return known;
            }
        }

        return null;
    }

    private IConsumer<byte[], byte[]> Open()
    {
        var config = clients.Reader("identity", TimeSpan.FromMilliseconds(50));
        config.EnablePartitionEof = true;
        return clients.Build(clients.Consumer(config).Build);
    }

    private TopicPartition Partition(int shard) => new(options.Topic, shard);

    private static uint? At(IConsumer<byte[], byte[]> reader, TopicPartition partition, WatermarkOffsets bounds, long? point, CancellationToken ct) =>
        point is { } at && at >= bounds.Low && at < bounds.High ? Scan(reader, partition, at, at + 1, ct) : null;

    private static uint? Scan(IConsumer<byte[], byte[]> reader, TopicPartition partition, long from, long to, CancellationToken ct)
    {
        if (from >= to)
        {
            return null;
        }

        var texts = new TextCache();
        reader.Assign(new TopicPartitionOffset(partition, from));
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
