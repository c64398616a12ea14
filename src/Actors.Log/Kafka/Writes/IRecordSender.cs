namespace Actors.Log.Kafka.Writes;

/// <summary>One life of the node's idempotent producer. Reports come on a thread of its own, never within <see cref="Send"/>.</summary>
internal interface IRecordSender
{
    /// <summary>Hands a record over, never waits. False when it is broken: it takes nothing more, and what it has is in doubt.</summary>
    /// <param name="ticket">Comes back with the report.</param>
    /// <param name="shard">Where it goes.</param>
    /// <param name="record">What goes there; nothing of it is used after the call.</param>
    /// <exception cref="LogUnavailableException">The client does not take this record.</exception>
    bool Send(int ticket, int shard, LogRecord record);

    /// <summary>Waits for what was handed over, at most so long, and ends. Blocks; not for the thread that reports.</summary>
    void Close(TimeSpan within);
}
