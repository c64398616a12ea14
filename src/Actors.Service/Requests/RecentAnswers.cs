namespace Actors.Service.Requests;

/// <summary>
/// Keeps the last answers to requests under idempotency keys that leave nothing in the log to answer them from again (tickets, typing).
/// Bounded: the oldest goes first. Thread-safe.
/// </summary>
internal sealed class RecentAnswers
{
    private const int Capacity = 10_000;

    private readonly Dictionary<Guid, (string RequestHash, object Answer)> _answers = [];
    private readonly Queue<Guid> _order = new();
    private readonly Lock _lock = new();

    /// <summary>The answer that was given before, or <paramref name="make"/>'s.</summary>
    /// <exception cref="Problems.ProblemException">422: the key stood for another request.</exception>
    public T GetOrAdd<T>(IdempotencyKey? key, Func<T> make)
        where T : class
    {
        if (key is null)
        {
            return make();
        }

        lock (_lock)
        {
            if (_answers.TryGetValue(key.Id, out var known))
            {
                return known.RequestHash == key.RequestHash
                    ? (T)known.Answer
                    : throw new Problems.ProblemException(Problems.Refusals.KeyReused());
            }

            var answer = make();
            _answers.Add(key.Id, (key.RequestHash, answer));
            _order.Enqueue(key.Id);
            if (_order.Count > Capacity)
            {
                _answers.Remove(_order.Dequeue());
            }

            return answer;
        }
    }
}
