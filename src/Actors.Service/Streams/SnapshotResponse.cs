using System.Text.Json;
using Actors.Service.Jobs;

namespace Actors.Service.Streams;

/// <summary>A channel as it stands at one position.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Cursor">A stream of the channel that is opened behind this position goes on exactly where this ends.</param>
/// <param name="Jobs">The open jobs, the oldest first, with their text so far.</param>
/// <param name="Events">The last events, the oldest first; as many as were asked for.</param>
internal sealed record SnapshotResponse(string Channel, string Cursor, IReadOnlyList<JobResponse> Jobs, IReadOnlyList<JsonElement> Events);
