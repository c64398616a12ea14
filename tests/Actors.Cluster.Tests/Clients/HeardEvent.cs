namespace Actors.Cluster.Tests.Clients;

/// <summary>A durable event as a page's script got it.</summary>
/// <param name="Id">The event's own id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Hash">Of the payload's bytes.</param>
internal readonly record struct HeardEvent(string Id, string Type, ulong Hash);
