namespace Actors.Service.Requests;

/// <summary>
/// Keeps the last answers to requests under idempotency keys that leave nothing in the log to answer them from again (tickets, typing).
/// An answer is kept until it expires. Bounded: the oldest goes first. Thread-safe.
/// </summary>
internal sealed class RecentAnswers(TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly Dictionary<Guid, (string RequestHash, object Answer, DateTimeOffset Expires)> _answers = [];
    private readonly Queue<Guid> _order = new();
    private readonly Lock _lock = new();

    /// <summary>The answer that was given before, or <paramref name="make"/>'s.</summary>
    /// <param name="key">The request's key; null makes in any case.</param>
    /// <param name="make">Makes the answer.</param>
    /// <param name="expiry">Until when an answer is worth anything; left out: for ever.</param>
    /// <exception cref="Problems.ProblemException">422: the key stood for another request.</exception>
    public T GetOrAdd<T>(IdempotencyKey? key, Func<T> make, Func<T, DateTimeOffset>? expiry = null)
        where T : class
    {
        if (key is null)
        {
            return make();
        }

        lock (_lock)
        {
            if (_answers.TryGetValue(key.Id, out var known) && known.Expires > time.GetUtcNow())
            {
                return known.RequestHash == key.RequestHash
                    ? (T)known.Answer
                    : throw new Problems.ProblemException(Problems.Refusals.KeyReused());
            }

            var answer = make();
            var isNew = !_answers.ContainsKey(key.Id);
            _answers[key.Id] = (key.RequestHash, answer, expiry?.Invoke(answer) ?? DateTimeOffset.MaxValue);
            if (isNew)
            {
                _order.Enqueue(key.Id);
            }

            if (_order.Count > Capacity)
            {
                _answers.Remove(_order.Dequeue());
            }

            return answer;
        }
    }
}
