namespace Actors.Cluster.Tests.Load;

/// <summary>A published event that got its 202.</summary>
internal sealed record AcceptedNote(string Id, string Channel);
