using System.Runtime.CompilerServices;
using System.Text;
using Actors.Log.Kafka.Native;
using Confluent.Kafka;

namespace Actors.Log.Kafka.Writes;

/// <summary>
/// librdkafka's idempotent producer. A thread of its own takes reports, errors and log lines from the library's queue; a batch
/// that the broker has acknowledged is one report. A record costs one copy of its bytes, inside the library, and no managed
/// allocation.
/// </summary>
internal sealed unsafe class RdProducer : IRecordSender
{
    private const int OnStack = 1024;
    private const int PollMilliseconds = 500;
    private const int MostArguments = 9;

    private readonly KafkaClients _clients;
    private readonly ISenderEvents _events;
    private readonly Thread _thread;
    private readonly nint _client;
    private readonly nint _topic;
    private readonly nint _queue;
    private RdReport*[] _found = new RdReport*[256];
    private SendReport[] _reports = new SendReport[256];
    private volatile bool _closing;

    /// <summary>Connects in the background.</summary>
    /// <exception cref="ArgumentException">librdkafka does not take a setting.</exception>
    internal RdProducer(KafkaClients clients, string topic, ISenderEvents events)
    {
        (_clients, _events) = (clients, events);
        _client = Make(clients);
        _topic = RdKafka.TopicNew(_client, topic, 0);
        _queue = RdKafka.MainQueue(_client);
        _thread = new Thread(Run) { Name = "kafka-producer", IsBackground = true };
        try
        {
            _thread.Start();
        }
        catch
        {
            // One that cannot be used must not keep its own threads: more than one try may follow.
            Free();
            throw;
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public bool Send(int ticket, int shard, LogRecord record)
    {
        var most = RecordHeader.MaxLength(record);
        var header = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        header = header[..RecordHeader.Write(record, header)];
        var key = Utf8(record.Channel, stackalloc byte[OnStack]);
        var type = Utf8(record.Type, stackalloc byte[OnStack]);
        var trace = Utf8(record.TraceParent ?? string.Empty, stackalloc byte[OnStack]);
        fixed (byte* headerAt = header, keyAt = key, typeAt = type, traceAt = trace, valueAt = record.Value.Span)
        {
            var arguments = stackalloc RdArgument[MostArguments];
            var count = 0;
            arguments[count++] = RdArgument.Topic(_topic);
            arguments[count++] = RdArgument.Partition(shard);
            arguments[count++] = RdArgument.Flags(RdProducing.CopyValue);
            // A null value would be a deletion to others.
            arguments[count++] = RdArgument.Value(valueAt is null ? headerAt : valueAt, record.Value.Length);
            arguments[count++] = RdArgument.Opaque(ticket);
            arguments[count++] = RdArgument.Header("actors\0"u8, headerAt, header.Length);
            if (key.Length > 0)
            {
                arguments[count++] = RdArgument.Key(keyAt, key.Length);
            }

            if (type.Length > 0)
            {
                arguments[count++] = RdArgument.Header("type\0"u8, typeAt, type.Length);
            }

            if (trace.Length > 0)
            {
                arguments[count++] = RdArgument.Header("traceparent\0"u8, traceAt, trace.Length);
            }

            return Taken(RdProducing.Produce(_client, arguments, (nuint)count));
        }
    }

    /// <inheritdoc/>
    public void Close(TimeSpan within)
    {
        _ = RdProducing.Flush(_client, (int)within.TotalMilliseconds);
        _ = RdProducing.Purge(_client, RdProducing.PurgeQueued | RdProducing.PurgeInFlight);
        _closing = true;
        RdKafka.QueueYield(_queue);
        _thread.Join();
        Free();
    }

    /// <summary>Breaks it as an error of the broker's would; for tests.</summary>
    internal void Break(string reason) => _ = RdProducing.TestFatalError(_client, (int)ErrorCode.OutOfOrderSequenceNumber, reason);

    private void Free()
    {
        RdKafka.QueueDestroy(_queue);
        RdKafka.TopicDestroy(_topic);
        RdKafka.Destroy(_client);
    }

    private static nint Make(KafkaClients clients)
    {
        var conf = RdConf.From(clients.ProducerSettings(), clients);
        RdProducing.ConfSetEvents(conf, RdProducing.DeliveryReports | RdProducing.LogLine | RdProducing.Error);
        var client = RdConf.NewClient(RdKafka.Producer, conf, clients);
        _ = RdProducing.SetLogQueue(client, 0);
        return client;
    }

    private static bool Taken(nint error)
    {
        if (error == 0)
        {
            return true;
        }

        var (code, fatal) = (RdKafka.ErrorCode(error), RdProducing.ErrorIsFatal(error) != 0);
        RdProducing.ErrorDestroy(error);
        return fatal ? false : throw new LogUnavailableException($"Kafka's producer does not take the record: {RdConf.Text(code)}");
    }

    private void Run()
    {
        while (!_closing)
        {
            var happened = RdKafka.Poll(_queue, PollMilliseconds);
            if (happened != 0)
            {
                Handle(happened);
                RdKafka.EventDestroy(happened);
            }
        }
    }

    private void Handle(nint happened)
    {
        switch (RdKafka.EventType(happened))
        {
            case RdProducing.DeliveryReports:
                Report(happened);
                break;
            case RdProducing.LogLine:
                byte* facility, text;
                int level;
                if (RdProducing.EventLog(happened, &facility, &text, &level) == 0)
                {
                    _clients.Log.Line(new LogMessage(string.Empty, (SyslogLevel)level, RdConf.Text(facility), RdConf.Text(text)));
                }

                break;
            case RdProducing.Error:
                var code = RdKafka.EventError(happened);
                var reason = _clients.Hide(RdConf.Text(RdProducing.EventErrorText(happened)));
                _clients.Log.Error(new Error((ErrorCode)code, reason, code == RdProducing.Fatal));
                if (code == RdProducing.Fatal)
                {
                    _events.Broken(this, reason);
                }

                break;
            default:
                break;
        }
    }

    private void Report(nint happened)
    {
        var count = (int)RdProducing.EventMessageCount(happened);
        if (count > _reports.Length)
        {
            (_reports, _found) = (new SendReport[count * 2], new RdReport*[count * 2]);
        }

        fixed (RdReport** found = _found)
        {
            count = (int)RdProducing.EventMessages(happened, found, (nuint)_found.Length);
        }

        var answered = false;
        for (var i = 0; i < count; i++)
        {
            var report = _found[i];
            answered |= report->Error == 0;
            _reports[i] = new SendReport((int)report->Ticket, report->Offset, report->Error == 0 ? null : RdConf.Text(report->Error));
        }

        if (answered)
        {
            _clients.Answered();
        }

        _events.Reported(this, _reports.AsSpan(0, count));
    }

    private static ReadOnlySpan<byte> Utf8(string text, Span<byte> buffer) =>
        Encoding.UTF8.TryGetBytes(text, buffer, out var length) ? buffer[..length] : Encoding.UTF8.GetBytes(text);
}
