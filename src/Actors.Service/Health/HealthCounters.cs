namespace Actors.Service.Health;

/// <summary>What a node has done since it started, and what is open now.</summary>
/// <param name="Published">Durable events committed by this node's shards.</param>
/// <param name="Delivered">Events given to clients' connections.</param>
/// <param name="Sessions">Streams and polls that are open.</param>
/// <param name="Windows">Channel windows that are open.</param>
/// <param name="Replays">Pages that sessions asked for.</param>
/// <param name="Scans">Scans that feeds have run.</param>
/// <param name="Resets">Positions that could not be honoured.</param>
internal sealed record HealthCounters(long Published, long Delivered, long Sessions, long Windows, long Replays, long Scans, long Resets);
