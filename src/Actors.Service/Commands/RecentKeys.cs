using Actors.Log;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>
/// The idempotency keys that this node has seen last, with what they stood for. Answers quick repeats without a question to the
/// history, and tells a key that comes back with a request for another shard. Bounded: the oldest goes first. Thread-safe.
/// </summary>
internal sealed class RecentKeys
{
    private const int Capacity = 50_000;

    private readonly Dictionary<Guid, (string RequestHash, LogPosition Position)> _keys = [];
    private readonly Queue<Guid> _order = new();
    private readonly Lock _lock = new();

    /// <summary>The position that the key's request was answered with.</summary>
    /// <exception cref="ProblemException">422: the key stood for another request.</exception>
    public bool TryGet(IdempotencyKey key, out LogPosition position)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(key.Id, out var known))
            {
                position = default;
                return false;
            }

            position = known.Position;
            return known.RequestHash == key.RequestHash ? true : throw new ProblemException(Refusals.KeyReused());
        }
    }

    /// <summary>Remembers a key's answer, and returns it.</summary>
    public LogPosition Add(IdempotencyKey key, LogPosition position)
    {
        lock (_lock)
        {
            if (_keys.TryAdd(key.Id, (key.RequestHash, position)))
            {
                _order.Enqueue(key.Id);
                if (_order.Count > Capacity)
                {
                    _keys.Remove(_order.Dequeue());
                }
            }
        }

        return position;
    }
}
