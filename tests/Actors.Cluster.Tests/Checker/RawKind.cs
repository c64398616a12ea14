namespace Actors.Cluster.Tests.Checker;

/// <summary>What a record is, by the numbers of the documented format.</summary>
internal enum RawKind : byte
{
    Command = 1,
    Claim = 2,
    Event = 3,
    Snapshot = 4,
    Point = 5,
    Notice = 6,
}
