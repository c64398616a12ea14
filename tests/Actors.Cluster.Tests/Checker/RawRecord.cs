namespace Actors.Cluster.Tests.Checker;

/// <summary>A record as it stands in the log, valid or not.</summary>
/// <param name="Shard">The partition.</param>
/// <param name="Offset">Its place.</param>
/// <param name="Time">Milliseconds since 1970, as the writer gave them.</param>
/// <param name="Channel">The key; empty where there is none.</param>
/// <param name="Header">What the binary header says.</param>
/// <param name="Value">The value's bytes.</param>
internal sealed record RawRecord(int Shard, long Offset, long Time, string Channel, RawHeader Header, byte[] Value);
