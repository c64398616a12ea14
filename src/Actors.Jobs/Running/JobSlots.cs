namespace Actors.Jobs.Running;

/// <summary>
/// The places for running jobs on this node: granted in the order in which they were asked for. Thread-safe; each call costs a
/// lock and a look in a table.
/// </summary>
/// <param name="places">How many jobs run at once.</param>
public sealed class JobSlots(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<IActorRef> _waiting = new();
    private readonly Dictionary<IActorRef, LinkedListNode<IActorRef>?> _jobs = [];

    /// <summary>How many jobs hold a place.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _jobs.Count - _waiting.Count;
            }
        }
    }

    /// <summary>How many jobs wait for one.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Asks for a place: the job is told when it has it. Asking again changes nothing.</summary>
    internal void Request(IActorRef job)
    {
        lock (_gate)
        {
            if (_jobs.ContainsKey(job))
            {
                return;
            }

            if (_jobs.Count - _waiting.Count >= places)
            {
                _jobs.Add(job, _waiting.AddLast(job));
                return;
            }

            _jobs.Add(job, null);
        }

        job.Tell(SlotGranted.Instance);
    }

    /// <summary>Gives back the place, or the wait for it. Giving back twice changes nothing.</summary>
    internal void Release(IActorRef job)
    {
        IActorRef? next = null;
        lock (_gate)
        {
            if (!_jobs.Remove(job, out var node))
            {
                return;
            }

            if (node is not null)
            {
                _waiting.Remove(node);
            }
            else if (_waiting.First is { } first)
            {
                next = first.Value;
                _waiting.RemoveFirst();
                _jobs[next] = null;
            }
        }

        next?.Tell(SlotGranted.Instance);
    }
}
