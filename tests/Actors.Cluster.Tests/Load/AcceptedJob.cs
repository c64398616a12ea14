namespace Actors.Cluster.Tests.Load;

/// <summary>A job that got its 202, with the cursor behind which all of its events are promised.</summary>
internal sealed record AcceptedJob(string Id, string Channel, string User, string Cursor);
