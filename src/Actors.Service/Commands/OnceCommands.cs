using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.History;
using Actors.Log;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>
/// Appends a request's command once for each idempotency key: a repeat is answered from the first command with the key's id. Two
/// nodes that take the same request at once both append; both answer from the one that stands first, and the shard's owner
/// ignores the other. Thread-safe.
/// </summary>
internal sealed class OnceCommands(CommandGateway gateway, IHistory history, RecentKeys recent, KeyedGate gate)
{
    /// <summary>The place of the key's first command; null where there is none.</summary>
    /// <exception cref="ProblemException">422: the key stood for another request.</exception>
    public async ValueTask<LogPosition?> FindAsync(int shard, IdempotencyKey? key, CancellationToken ct)
    {
        if (key is null)
        {
            return null;
        }

        if (recent.TryGet(key, out var position))
        {
            return position;
        }

        var first = await history.FindCommandAsync(shard, CommandIdOf(key), ct);
        return first is null ? null : Remember(key, first);
    }

    /// <summary>Appends a command, or finds the one that the key stands for.</summary>
    /// <param name="body">The command, without an id.</param>
    /// <param name="key">The request's key; null appends in any case.</param>
    /// <param name="admit">Refuses a request that would be new, by throwing.</param>
    /// <param name="ct">Ends the wait, not what has been appended.</param>
    public async ValueTask<LogPosition> AppendAsync(CommandBody body, IdempotencyKey? key, Func<ValueTask> admit, CancellationToken ct)
    {
        if (key is null)
        {
            await admit();
            return await gateway.AppendAsync(body, ct);
        }

        var shard = gateway.ShardOf(ChannelName.Parse(body.Channel));
        using var turn = await gate.EnterAsync(key.Id, ct);
        if (await FindAsync(shard, key, ct) is { } known)
        {
            return known;
        }

        await admit();
        var own = await gateway.AppendAsync(body with { Id = CommandIdOf(key), BodyHash = key.RequestHash }, ct);
        // Without the history's word there is no answer: the place of a repeat would lie behind the job's first events.
        var first = await history.FindCommandAsync(shard, CommandIdOf(key), ct);
        return first is null ? recent.Add(key, own) : Remember(key, first);
    }

    private static string CommandIdOf(IdempotencyKey key) => key.Id.ToString("N");

    private LogPosition Remember(IdempotencyKey key, CommandView first) =>
        string.Equals(first.BodyHash, key.RequestHash, StringComparison.Ordinal)
            ? recent.Add(key, new LogPosition(first.Shard, first.Offset))
            : throw new ProblemException(Refusals.KeyReused());
}
