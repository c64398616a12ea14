namespace Actors.Kernel;

/// <summary>The children of one actor, and what the actor will do when those that are being stopped have stopped.</summary>
internal sealed class Children
{
    private const string NameSymbols = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
    private readonly Dictionary<string, LocalActorRef> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<LocalActorRef> _dying = [];
    private long _names;

    /// <summary>Held while the children change or are looked at.</summary>
    internal object Gate => _byName;

    internal enum Waiting
    {
        /// <summary>The actor goes on as it is.</summary>
        None,

        /// <summary>The first instance is made again.</summary>
        Creation,

        /// <summary>The instance is replaced.</summary>
        Recreation,

        /// <summary>The actor stops.</summary>
        Termination,
    }

    internal Waiting Reason { get; private set; }

    internal Exception? Cause { get; private set; }

    internal string NextName() => GeneratedName(_names++);

    /// <summary>The generated names: <c>$a</c>, <c>$b</c>… in base 64, lowest digit first.</summary>
    internal static string GeneratedName(long number)
    {
        Span<char> name = stackalloc char[12];
        name[0] = '$';
        var length = 1;
        do
        {
            name[length++] = NameSymbols[(int)(number & 63)];
            number >>= 6;
        }
        while (number != 0);
        return new string(name[..length]);
    }

    internal bool Contains(string name) => _byName.ContainsKey(name);

    internal void Add(LocalActorRef child) => _byName.Add(child.Name, child);

    internal LocalActorRef? Find(string name)
    {
        lock (Gate)
            return _byName.GetValueOrDefault(name);
    }

    internal bool Contains(LocalActorRef child)
    {
        lock (Gate)
            return _byName.TryGetValue(child.Name, out var known) && ReferenceEquals(known, child);
    }

    internal LocalActorRef[] Snapshot()
    {
        lock (Gate)
            return [.. _byName.Values];
    }

    internal void Dying(LocalActorRef child)
    {
        lock (Gate)
        {
            if (_byName.TryGetValue(child.Name, out var known) && ReferenceEquals(known, child))
                _dying.Add(child);
        }
    }

    internal bool Wait(Waiting reason, Exception? cause)
    {
        lock (Gate)
        {
            if (_dying.Count == 0)
                return false;
            Reason = reason;
            Cause = cause;
            return true;
        }
    }

    /// <summary>Takes a stopped child out.</summary>
    /// <returns>What the actor was waiting to do, if this was the last one it waited for.</returns>
    internal (Waiting Reason, Exception? Cause) Remove(LocalActorRef child)
    {
        lock (Gate)
        {
            _byName.Remove(child.Name);
            if (!_dying.Remove(child) || _dying.Count > 0)
                return default;
            var next = (Reason, Cause);
            (Reason, Cause) = (Waiting.None, null);
            return next;
        }
    }
}
