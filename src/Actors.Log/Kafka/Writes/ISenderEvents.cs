namespace Actors.Log.Kafka.Writes;

/// <summary>What a <see cref="IRecordSender"/> tells. On its own thread, which must not be held.</summary>
internal interface ISenderEvents
{
    /// <summary>The record is durable at an offset.</summary>
    void Acknowledged(PendingRecord record, long offset);

    /// <summary>The record is in doubt: refused, or not acknowledged in time.</summary>
    void Failed(PendingRecord record, string reason);

    /// <summary>The sender takes nothing more; what it has is in doubt.</summary>
    void Broken(IRecordSender sender, string reason);
}
