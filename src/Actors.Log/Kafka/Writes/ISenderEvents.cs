namespace Actors.Log.Kafka.Writes;

/// <summary>What a <see cref="IRecordSender"/> tells. On its own thread, which must not be held.</summary>
internal interface ISenderEvents
{
    /// <summary>Records that were handed over are durable, or in doubt.</summary>
    void Reported(IRecordSender sender, ReadOnlySpan<SendReport> reports);

    /// <summary>The sender takes nothing more; what it has is in doubt.</summary>
    void Broken(IRecordSender sender, string reason);
}
