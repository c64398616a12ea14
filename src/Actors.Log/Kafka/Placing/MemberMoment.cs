namespace Actors.Log.Kafka.Placing;

/// <summary>What a member is at the moment in which the coordinator is asked: the answer holds for no later one.</summary>
/// <param name="Id">Its id in the group; empty while it has none.</param>
/// <param name="Giving">Which giving back of shards is under way; 0 for none.</param>
/// <param name="Given">The last giving back that has ended, behind which a join may be on its way; 0 for none.</param>
internal readonly record struct MemberMoment(string Id, int Giving, int Given);
