namespace Actors.Kernel;

/// <summary>The stash of one instance of an actor. Empty, it is one small object.</summary>
internal sealed class Stash(ActorCell cell, int capacity) : IStash
{
    private List<Envelope>? _envelopes;
    private int _lastStashed = -1;

    public int Count => _envelopes?.Count ?? 0;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => capacity > 0 && Count >= capacity;

    public int Capacity => capacity;

    void IStash.Stash()
    {
        var message = cell.CurrentMessage
            ?? throw new IllegalActorStateException("Only a message that is being handled can be stashed.");
        if (_lastStashed == cell.EnvelopeId)
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
        if (IsFull)
            throw new StashOverflowException($"Couldn't enqueue message {message} from {cell.Sender} to stash of {cell.Self}");
        _lastStashed = cell.EnvelopeId;
        (_envelopes ??= []).Add(new Envelope(message, cell.Sender));
    }

    public void Unstash()
    {
        if (_envelopes is not { Count: > 0 } envelopes)
            return;
        var first = envelopes[0];
        envelopes.RemoveAt(0);
        PutBack(first);
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var envelopes = _envelopes;
        _envelopes = null;
        for (var i = (envelopes?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (predicate(envelopes![i]))
                PutBack(envelopes[i]);
        }
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var envelopes = _envelopes ?? [];
        _envelopes = null;
        return envelopes;
    }

    public void Prepend(IEnumerable<Envelope> envelopes) => _envelopes = [.. envelopes.Distinct(), .. _envelopes ?? []];

    private void PutBack(Envelope envelope)
    {
        cell.Mailbox.PostFirst(envelope.Message, envelope.Sender);
        if (envelope.Message is Terminated notice)
            cell.TerminatedQueuedFor(notice.ActorRef, null);
    }
}
