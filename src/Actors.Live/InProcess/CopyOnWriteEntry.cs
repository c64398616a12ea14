using System.Collections.Concurrent;

namespace Actors.Live.InProcess;

/// <summary>
/// One value in an array of values of a key. The array is replaced, never written to, so readers walk it without a lock; the
/// last value takes the key with it. Adding and removing cost the array's length. Disposing twice is disposing once.
/// </summary>
internal sealed class CopyOnWriteEntry<TKey, TValue> : IDisposable
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, TValue[]> _values;
    private readonly TKey _key;
    private TValue? _value;

    internal CopyOnWriteEntry(ConcurrentDictionary<TKey, TValue[]> values, TKey key, TValue value)
    {
        (_values, _key, _value) = (values, key, value);
        _values.AddOrUpdate(key, static (_, added) => [added], static (_, present, added) => [.. present, added], value);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _value, null) is not { } value)
        {
            return;
        }

        while (_values.TryGetValue(_key, out var present))
        {
            var index = Array.FindIndex(present, other => ReferenceEquals(other, value));
            if (index < 0 || TryReplace(present, [.. present.AsSpan(0, index), .. present.AsSpan(index + 1)]))
            {
                return;
            }
        }
    }

    // Arrays compare by reference, so a change that came in between makes this fail, and it is tried again.
    private bool TryReplace(TValue[] present, TValue[] rest) => rest.Length == 0
        ? _values.TryRemove(KeyValuePair.Create(_key, present))
        : _values.TryUpdate(_key, rest, present);
}
