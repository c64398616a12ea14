namespace Actors.Log.Sqlite;

/// <summary>
/// Where a shard ends and who may write there, as far as records were taken in: decides the offset of the next one and refuses
/// what would not be valid. A value: the writer goes back to an earlier one when a commit fails.
/// </summary>
/// <param name="Next">The offset of the next record.</param>
/// <param name="Claim">The claim in force; -1 for none.</param>
/// <param name="NextSeq">The sequence number that its next record must bear.</param>
/// <param name="Time">The last record's time: times never go back within a shard, so that a time finds its offset.</param>
internal readonly record struct ShardEnd(long Next, long Claim, long NextSeq, long Time)
{
    /// <summary>The end of an empty shard.</summary>
    internal static ShardEnd Empty => new(0, -1, 0, 0);

    /// <summary>False when the record, appended here, would not count by the claim rule.</summary>
    internal bool Takes(LogRecord record) =>
        record.Kind is RecordKind.Command or RecordKind.Claim || (Claim >= 0 && record.Stamp == Claim && record.Seq == NextSeq);

    /// <summary>The end behind a record that was taken.</summary>
    internal ShardEnd Behind(LogRecord record, long time) => record.Kind switch
    {
        RecordKind.Command => this with { Next = Next + 1, Time = time },
        RecordKind.Claim => new ShardEnd(Next + 1, Next, 0, time),
        _ => this with { Next = Next + 1, NextSeq = NextSeq + 1, Time = time },
    };
}
