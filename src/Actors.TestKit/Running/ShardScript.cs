using Actors.Shards.Work;

namespace Actors.TestKit.Running;

/// <summary>What a shard in memory does.</summary>
internal sealed record ShardScript(OpenJob Job, IJobRunner Runner, LogInMemory Log, TimeSpan CommitDelay, IReadOnlyList<Interruption> Interruptions);
