namespace Actors.Cluster.Tests.Checker;

/// <summary>Reads a log's records past the product. One caller at a time.</summary>
internal interface IRawLog : IDisposable
{
    /// <summary>The records that came since the last call, in the order of each shard; up to the end at the time of the call.</summary>
    IEnumerable<RawRecord> ReadNew();
}
