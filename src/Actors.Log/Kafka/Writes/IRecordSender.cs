namespace Actors.Log.Kafka.Writes;

/// <summary>One life of the node's idempotent producer. Reports come on a thread of its own, never within <see cref="TrySend"/>.</summary>
internal interface IRecordSender
{
    /// <summary>Hands a record over, never waits. False when the client's queue is full: later, when reports have come.</summary>
    /// <exception cref="LogUnavailableException">The client does not take this record, or takes no more at all.</exception>
    bool TrySend(PendingRecord record);

    /// <summary>Waits for what was handed over, at most so long, and ends. Blocks; not for the thread that reports.</summary>
    void Close(TimeSpan within);
}
