namespace Actors.Log;

/// <summary>What a record is. The numbers are those of the binary header and never change.</summary>
public enum RecordKind : byte
{
    /// <summary>Asks for a change of state. Appended by any node or producer; carries no stamp; always valid.</summary>
    Command = 1,

    /// <summary>"From here on I write." Its own offset is its identity and the fencing token.</summary>
    Claim = 2,

    /// <summary>A durable event, for browsers.</summary>
    Event = 3,

    /// <summary>An open job as its owner had appended it, for the next owner.</summary>
    Snapshot = 4,

    /// <summary>A recovery point: what a reader must know at an earlier offset.</summary>
    Point = 5,

    /// <summary>"I am leaving, but my jobs run on": how long the shard's next owner should still wait with its claim.</summary>
    Notice = 6,
}
