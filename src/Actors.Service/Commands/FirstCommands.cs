using Actors.History;
using Actors.Log;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>
/// Which command of a key stands first: the history knows the old ones, the log says the rest. A history that does not answer is
/// not waited for; then a key is known for as long as <see cref="CommandsOptions.KeyWindow"/> reaches. Thread-safe.
/// </summary>
internal sealed class FirstCommands(IDurableLog log, IRecordLookup lookup, IHistory history, CommandsOptions options, TimeProvider time)
{
    /// <summary>A request waits no longer for a database that has stopped to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ShardKeys[] _shards = [.. Enumerable.Range(0, log.ShardCount).Select(shard => new ShardKeys(shard, log, lookup, options.KeyWindow, time))];

    /// <summary>Looks for a key's first command in the shard of its request.</summary>
    /// <exception cref="ProblemException">422: the key stood for a request for another shard.</exception>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public async ValueTask<KeyLook> FindAsync(int shard, IdempotencyKey key, CancellationToken ct)
    {
        var known = await AskAsync(shard, key, ct);
        if (known?.Commands.FirstOrDefault(command => command.Shard == shard) is { } stored)
        {
            return new KeyLook(FirstCommand.At(stored.Offset, stored.BodyHash), known.Next);
        }

        var look = await _shards[shard].FindAsync(key.Id, known?.Next, ct);
        return look.First is null && known?.Commands.Count > 0 ? throw new ProblemException(Refusals.KeyReused()) : look;
    }

    /// <summary>The key's first command, now that one was appended for it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="own">Where it was appended.</param>
    /// <param name="from">What <see cref="KeyLook.Next"/> said before.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public ValueTask<FirstCommand> FirstAsync(IdempotencyKey key, LogPosition own, long from, CancellationToken ct) =>
        _shards[own.Shard].FirstAsync(key.Id, FirstCommand.At(own.Offset, key.RequestHash), from, ct);

    private async ValueTask<KnownCommands?> AskAsync(int shard, IdempotencyKey key, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await history.FindCommandsAsync(shard, key.CommandId, either.Token);
        }
        catch (LogUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
