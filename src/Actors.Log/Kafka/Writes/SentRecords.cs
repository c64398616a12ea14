namespace Actors.Log.Kafka.Writes;

/// <summary>The records that the client has, by ticket. Places are used again, so a record costs no allocation. Not thread-safe.</summary>
internal sealed class SentRecords
{
    private PendingRecord[] _records = new PendingRecord[256];
    private int[] _free = [.. Enumerable.Range(0, 256).Reverse()];
    private int _freeCount = 256;

    /// <summary>How many there are.</summary>
    internal int Count => _records.Length - _freeCount;

    /// <summary>Keeps a record and gives its ticket.</summary>
    internal int Add(in PendingRecord record)
    {
        if (_freeCount == 0)
        {
            Grow();
        }

        var ticket = _free[--_freeCount];
        _records[ticket] = record;
        return ticket;
    }

    /// <summary>Gives a record back and forgets it.</summary>
    internal PendingRecord Remove(int ticket)
    {
        var record = _records[ticket];
        _records[ticket] = default;
        _free[_freeCount++] = ticket;
        return record;
    }

    /// <summary>Gives all back, in no order, and forgets them.</summary>
    internal PendingRecord[] RemoveAll()
    {
        var all = _records.Where(r => r.Record is not null).ToArray();
        _records = new PendingRecord[_records.Length];
        _free = [.. Enumerable.Range(0, _records.Length)];
        _freeCount = _free.Length;
        return all;
    }

    private void Grow()
    {
        var length = _records.Length;
        Array.Resize(ref _records, length * 2);
        _free = new int[length * 2];
        for (var i = 0; i < length; i++)
        {
            _free[i] = (length * 2) - 1 - i;
        }

        _freeCount = length;
    }
}
