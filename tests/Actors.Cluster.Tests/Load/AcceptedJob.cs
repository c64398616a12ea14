namespace Actors.Cluster.Tests.Load;

/// <summary>A job that got its 202.</summary>
internal sealed record AcceptedJob(string Id, string Channel, string User);
