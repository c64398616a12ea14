namespace Actors.Kernel;

/// <summary>Messages that an actor has put aside for later.</summary>
public interface IStash
{
    /// <summary>How many messages are put aside.</summary>
    int Count { get; }

    /// <summary>Whether none is.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether some are.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether no more can be.</summary>
    bool IsFull { get; }

    /// <summary>The most that can be put aside; not positive for any number.</summary>
    int Capacity { get; }

    /// <summary>Puts the message that is being handled aside.</summary>
    /// <exception cref="IllegalActorStateException">It was put aside already.</exception>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    void Stash();

    /// <summary>Puts the oldest message back, before all others.</summary>
    void Unstash();

    /// <summary>Puts all messages back, before all others, in their order.</summary>
    void UnstashAll();

    /// <summary>Puts those messages back that fit, and forgets the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all messages out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages before those that are put aside.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}
