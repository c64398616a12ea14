namespace Actors.Log.Kafka.Placing;

/// <summary>How the group is, as its coordinator says.</summary>
internal enum GroupState
{
    /// <summary>The coordinator cannot say: its brokers, or the library, have no such request.</summary>
    Undescribed,

    /// <summary>Every member has joined and has its shards.</summary>
    Stable,

    /// <summary>The coordinator waits until every member has joined anew.</summary>
    Joining,

    /// <summary>All have joined, and the shards are being told out.</summary>
    Assigning,

    /// <summary>Nobody is a member.</summary>
    Empty,
}
