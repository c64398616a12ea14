using System.Runtime.InteropServices;
using Actors.Log.Kafka.Native;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Reads one shard after the other, used by one thread. It says itself when librdkafka fetches: a fetch answers with what fits
/// into it; all of that is taken at once, and while it is turned into records the next one is on its way, when the reader goes
/// on. So nothing is fetched that nobody wants, and nothing waits: left to itself, the library (up to 2.1) looks only once a
/// second whether a queue that was full has been emptied.
/// </summary>
internal sealed unsafe class PageReader : IDisposable
{
    /// <summary>With fewer messages than this in its queue, its own marks included, the library fetches without being told.</summary>
    internal const int QueuedMessages = 16;

    /// <summary>So few taken at once that there were fewer than that, whatever marks stood between them.</summary>
    private const int SurelyFew = 8;

    private const int Capacity = 8192;
    private const int LeastPatience = 15;
    private const int MostPatience = 500;
    private const int AskMilliseconds = 1000;

    private readonly ReadClient _client;
    private readonly RecordReader _records;
    private readonly KnownEnds _ends;
    private readonly TimeProvider _time;
    private readonly RdMessage** _held = (RdMessage**)NativeMemory.Alloc(Capacity, (nuint)sizeof(RdMessage*));
    private readonly List<LogEntry> _entries = [];
    private int _at;
    private int _count;
    private bool _isSplit;
    private bool _isComing;
    private int _patience = LeastPatience;

    internal PageReader(ReadClient client, RecordReader records, KnownEnds ends, TimeProvider time) =>
        (_client, _records, _ends, _time) = (client, records, ends, time);

    /// <summary>The shard that it stands in; -1 when it fetches nothing.</summary>
    internal int Shard { get; private set; } = -1;

    /// <summary>Where it would go on without a seek.</summary>
    internal long Next { get; private set; }

    /// <summary>Does a job. Null when the broker says that the offset is out of range.</summary>
    /// <exception cref="LogUnavailableException">The broker does not answer in time.</exception>
    /// <exception cref="RecordFormatException">The first record there is cannot be understood.</exception>
    internal LogBatch? Read(PageJob job)
    {
        _entries.Clear();
        try
        {
            if (job.Offsets is { } offsets)
            {
                Find(job, offsets);
            }
            else if (!ReadPage(job))
            {
                return null;
            }

            LogTelemetry.PagesRead.Add(1);
            LogTelemetry.RecordsRead.Add(_entries.Count);
            return new LogBatch(job.Shard, job.From, Next, _entries.ToArray());
        }
        catch
        {
            Leave();
            throw;
        }
    }

    /// <summary>Stops fetching.</summary>
    internal void Leave()
    {
        if (Shard >= 0)
        {
            Drop();
            _client.Stop(Shard);
            Shard = -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave();
        NativeMemory.Free(_held);
        _client.Dispose();
    }

    private bool ReadPage(PageJob job)
    {
        // A page that goes on from another, or is longer than a fetch: the next fetch while this one is looked at.
        var goesOn = MoveTo(job.Shard, job.From);
        for (var budget = (long)job.MaxBytes; (budget > 0 || _entries.Count == 0) && Next < job.End;)
        {
            if (_at == _count)
            {
                Fill(job);
                goesOn |= _entries.Count > 0;
            }

            if (goesOn && Behind < job.End)
            {
                FetchMore();
            }

            if (_held[_at]->Error != RdKafka.Ok && _entries.Count > 0)
            {
                // What is whole goes first; the next page begins with it.
                break;
            }

            if (IsOutOfRange(_held[_at]->Error))
            {
                Leave();
                return false;
            }

            try
            {
                budget -= TakeOne();
            }
            catch (RecordFormatException) when (_entries.Count > 0)
            {
                break;
            }
        }

        return true;
    }

    private void Find(PageJob job, ArraySegment<long> offsets)
    {
        var first = 0L;
        foreach (var offset in offsets)
        {
            if (offset < first)
            {
                continue;
            }

            if (Shard != job.Shard || offset < Next || (offset >= Behind && offset > Next))
            {
                MoveTo(job.Shard, offset);
            }

            while (Next <= offset && Next < job.End)
            {
                if (_at == _count)
                {
                    Fill(job);
                }

                var message = _held[_at];
                if (IsOutOfRange(message->Error))
                {
                    // Retention came between: what is gone is left out, all of it together.
                    Leave();
                    first = First(job.Shard);
                    break;
                }

                if (message->Error == RdKafka.Ok && message->Offset > offset)
                {
                    break;
                }

                if (message->Error == RdKafka.Ok && message->Offset < offset)
                {
                    Pass(message->Offset + 1);
                }
                else
                {
                    TakeOne();
                }
            }
        }
    }

    private long First(int shard)
    {
        Span<long> first = [0];
        var error = _client.Ask([shard], RdReading.Earliest, AskMilliseconds, first);
        return error == RdKafka.Ok
            ? first[0]
            : throw new LogUnavailableException($"Kafka does not say where shard {shard} begins: {RdConf.Text(error)}.");
    }

    /// <summary>The offset behind what is held.</summary>
    private long Behind => _at == _count ? Next : _held[_count - 1]->Offset + (_held[_count - 1]->Error == RdKafka.Ok ? 1 : 0);

    /// <summary>Stands at an offset. True when it stood there already.</summary>
    private bool MoveTo(int shard, long offset)
    {
        if (Shard == shard && Next == offset)
        {
            return true;
        }

        Drain();
        if (Shard == shard)
        {
            _client.Seek(shard, offset);
        }
        else
        {
            Leave();
            _client.Start(shard, offset);
        }

        LogTelemetry.Seeks.Add(1);
        (Shard, Next, _isComing, _isSplit) = (shard, offset, true, false);
        return false;
    }

    private void FetchMore()
    {
        if (!_isComing)
        {
            _client.Seek(Shard, Behind);
            _isComing = true;
        }
    }

    /// <summary>
    /// Takes what was fetched, waiting for it. A fetch that was under way when the reader moved may fill the library's queue with
    /// what is outdated, just when it looks whether there is room for the next: it is told again when nothing comes.
    /// </summary>
    private void Fill(PageJob job)
    {
        FetchMore();
        (_at, _count) = (0, 0);
        var patience = _patience;
        while (true)
        {
            job.Ct.ThrowIfCancellationRequested();
            var began = _time.GetTimestamp();
            if (began > job.Deadline)
            {
                throw new LogUnavailableException($"Kafka does not answer: shard {Shard} could not be read at {Next}.");
            }

            _count = _client.Take(_held, Capacity, patience);
            if (_count > 0)
            {
                // Several times as long as it took: a broker far away is not told again while its answer is on the way.
                _patience = Math.Clamp(4 * (int)_time.GetElapsedTime(began).TotalMilliseconds, LeastPatience, MostPatience);
                break;
            }

            _client.Seek(Shard, Next);
            patience = Math.Min(2 * patience, MostPatience);
        }

        // After the end of the shard, and with next to nothing in its queue, the library fetches by itself; where the queue held
        // more than could be taken at once, the rest of it comes.
        _isComing = _count == Capacity || _held[_count - 1]->Error == RdReading.PartitionEof || (_count < SurelyFew && !_isSplit);
        _isSplit = _count == Capacity;
    }

    /// <summary>Takes the next message and returns its bytes.</summary>
    private int TakeOne()
    {
        var message = _held[_at];
        if (message->Error == RdReading.PartitionEof)
        {
            _ends.Learn(Shard, message->Offset);
            Pass(message->Offset);
            return 0;
        }

        if (message->Error != RdKafka.Ok)
        {
            throw new LogUnavailableException($"Shard {Shard} could not be read at {Next}: {RdConf.Text(message->Error)}.");
        }

        var bytes = 0;
        if (message->Offset >= Next && message->Shard == Shard && _records.Read(message) is { } entry)
        {
            _entries.Add(entry);
            bytes = entry.Record.Value.Length;
        }

        Pass(message->Shard == Shard ? message->Offset + 1 : Next);
        return bytes;
    }

    private void Pass(long next)
    {
        ReadClient.Release(_held[_at]);
        _at++;
        Next = Math.Max(Next, next);
    }

    private void Drop()
    {
        for (; _at < _count; _at++)
        {
            ReadClient.Release(_held[_at]);
        }

        (_at, _count) = (0, 0);
    }

    /// <summary>Empties the library's queue, so that it has room for what is wanted.</summary>
    private void Drain()
    {
        Drop();
        while (_isComing && (_count = _client.Take(_held, Capacity, 0)) > 0)
        {
            Drop();
        }
    }

    private static bool IsOutOfRange(int error) => error is RdReading.OffsetOutOfRange or RdReading.AutoOffsetReset;
}
