namespace Actors.Kernel;

/// <summary>
/// An actor's messages and its turn to run. Any thread posts; one thread at a time takes.
/// Producers push onto a stack with one compare-and-swap; the taker swaps the whole stack out and turns it round, which keeps
/// the order of each producer. An empty mailbox owns no memory besides itself, and a tell to it allocates one node.
/// </summary>
internal sealed class Mailbox(ActorCell cell, MessageDispatcher dispatcher, int capacity) : IThreadPoolWorkItem
{
    private static readonly MessageNode Closed = new(new object(), null);
    private static readonly SystemMessage ClosedToSystem = new Terminate();

    private MessageNode? _inbox;
    private MessageNode? _ready;
    private SystemMessage? _system;
    private int _scheduled;
    private int _suspended;
    private int _count;

    internal bool IsClosed => ReferenceEquals(Volatile.Read(ref _system), ClosedToSystem);

    internal bool IsSuspended => _suspended > 0;

    internal int SuspendCount => _suspended;

    private bool HasWork
    {
        get
        {
            var system = Volatile.Read(ref _system);
            if (system is not null)
                return !ReferenceEquals(system, ClosedToSystem);
            return _suspended == 0 && (_ready is not null || Volatile.Read(ref _inbox) is not null);
        }
    }

    internal void Post(object message, IActorRef? sender)
    {
        if (capacity > 0 && Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            Undelivered(message, sender);
            return;
        }

        var node = new MessageNode(message, sender);
        var head = Volatile.Read(ref _inbox);
        while (true)
        {
            if (ReferenceEquals(head, Closed))
            {
                Undelivered(message, sender);
                return;
            }

            node.Next = head;
            var seen = Interlocked.CompareExchange(ref _inbox, node, head);
            if (ReferenceEquals(seen, head))
                break;
            head = seen;
        }

        // A suspended mailbox looks again at its messages when it is resumed.
        if (_scheduled == 0 && Volatile.Read(ref _suspended) == 0)
            Schedule();
    }

    internal void PostSystem(SystemMessage message)
    {
        var head = Volatile.Read(ref _system);
        while (true)
        {
            if (ReferenceEquals(head, ClosedToSystem))
            {
                DeadLetterActorRef.Undelivered(message, cell.SelfRef);
                return;
            }

            message.Next = head;
            var seen = Interlocked.CompareExchange(ref _system, message, head);
            if (ReferenceEquals(seen, head))
                break;
            head = seen;
        }

        Schedule();
    }

    /// <summary>Puts a message before all others; only while the actor runs. It counts against no capacity: it was let in once.</summary>
    internal void PostFirst(object message, IActorRef? sender)
    {
        if (capacity > 0)
            Interlocked.Increment(ref _count);
        _ready = new MessageNode(message, sender) { Next = _ready ?? TakeInbox() };
    }

    internal void Suspend() => _suspended++;

    internal void Resume()
    {
        if (_suspended > 0)
            Volatile.Write(ref _suspended, _suspended - 1);
    }

    /// <summary>Takes no more messages. What is left becomes dead letters, and those who want to watch are told of the end.</summary>
    internal void Close()
    {
        var system = Interlocked.Exchange(ref _system, ClosedToSystem);
        for (var message = InOrder(system); message is not null; message = message.Next)
            DeadLetterActorRef.Undelivered(message, cell.SelfRef);
        for (var node = _ready; node is not null; node = node.Next)
            Undelivered(node.Message, node.Sender);
        _ready = null;
        for (var node = InOrder(Interlocked.Exchange(ref _inbox, Closed)); node is not null; node = node.Next)
            Undelivered(node.Message, node.Sender);
    }

    public void Execute()
    {
        var previous = ActorCell.Current;
        ActorCell.Current = cell;
        var exhausted = false;
        try
        {
            HandleSystemMessages();
            exhausted = HandleMessages();
        }
        finally
        {
            ActorCell.Current = previous;
            if (exhausted && HasWork)
            {
                dispatcher.ScheduleAgain(this);
            }
            else
            {
                Volatile.Write(ref _scheduled, 0);
                Interlocked.MemoryBarrier();
                if (HasWork)
                    Schedule();
            }
        }
    }

    private bool HandleMessages()
    {
        var left = dispatcher.Throughput;
        while (_suspended == 0 && !IsClosed)
        {
            var node = _ready ?? TakeInbox();
            if (node is null)
                return false;
            _ready = node.Next;
            node.Next = null;
            if (capacity > 0)
                Interlocked.Decrement(ref _count);
            cell.Invoke(node.Message, node.Sender);
            if (Volatile.Read(ref _system) is not null)
                HandleSystemMessages();
            if (--left == 0)
                return true;
        }

        return false;
    }

    private void HandleSystemMessages()
    {
        while (Volatile.Read(ref _system) is not null && !IsClosed)
        {
            var message = InOrder(Interlocked.Exchange(ref _system, null));
            while (message is not null)
            {
                var next = message.Next;
                message.Next = null;
                if (IsClosed)
                    DeadLetterActorRef.Undelivered(message, cell.SelfRef);
                else
                    cell.SystemInvoke(message);
                message = next;
            }
        }
    }

    private void Schedule()
    {
        if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
            dispatcher.Schedule(this);
    }

    private void Undelivered(object message, IActorRef? sender) =>
        cell.SystemImpl.DeadLettersRef.Undelivered(message, sender, cell.SelfRef);

    private MessageNode? TakeInbox() => Volatile.Read(ref _inbox) is null ? null : InOrder(Interlocked.Exchange(ref _inbox, null));

    private static MessageNode? InOrder(MessageNode? latest)
    {
        MessageNode? first = null;
        while (latest is not null)
        {
            var earlier = latest.Next;
            latest.Next = first;
            first = latest;
            latest = earlier;
        }

        return first;
    }

    private static SystemMessage? InOrder(SystemMessage? latest)
    {
        SystemMessage? first = null;
        while (latest is not null)
        {
            var earlier = latest.Next;
            latest.Next = first;
            first = latest;
            latest = earlier;
        }

        return first;
    }
}
