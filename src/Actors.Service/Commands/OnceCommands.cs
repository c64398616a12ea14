using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Log;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>
/// Appends a request's command once for each idempotency key: a repeat is answered from the first command with the key's id. Two
/// nodes that take the same request at once both append; both answer from the one that stands first, and the shard's owner
/// ignores the other. Thread-safe.
/// </summary>
internal sealed class OnceCommands(CommandGateway gateway, FirstCommands firsts, RecentKeys recent, KeyedGate gate)
{
    /// <summary>The place of the key's first command; null where there is none.</summary>
    /// <exception cref="ProblemException">422: the key stood for another request.</exception>
    public async ValueTask<LogPosition?> FindAsync(int shard, IdempotencyKey? key, CancellationToken ct) =>
        key is null ? null : (await LookAsync(shard, key, ct)).Known;

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

        using var turn = await gate.EnterAsync(key.Id, ct);
        var (known, next) = await LookAsync(gateway.ShardOf(ChannelName.Parse(body.Channel)), key, ct);
        if (known is { } place)
        {
            return place;
        }

        await admit();
        var own = await gateway.AppendAsync(body with { Id = key.CommandId, BodyHash = key.RequestHash }, ct);
        return Remember(own.Shard, key, await firsts.FirstAsync(key, own, next, ct));
    }

    private async ValueTask<(LogPosition? Known, long Next)> LookAsync(int shard, IdempotencyKey key, CancellationToken ct)
    {
        if (recent.TryGet(key, out var position))
        {
            return (position, 0);
        }

        var (first, next) = await firsts.FindAsync(shard, key, ct);
        return (first is { } command ? Remember(shard, key, command) : null, next);
    }

    private LogPosition Remember(int shard, IdempotencyKey key, FirstCommand first) => first.IsOf(key)
        ? recent.Add(key, new LogPosition(shard, first.Offset))
        : throw new ProblemException(Refusals.KeyReused());
}
