namespace Actors.Kernel;

/// <summary>Runs mailboxes on the thread pool. The mailbox is the work item, so scheduling allocates nothing.</summary>
internal sealed class ThreadPoolDispatcher(int throughput) : MessageDispatcher(throughput)
{
    internal override void Schedule(Mailbox mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: true);

    internal override void ScheduleAgain(Mailbox mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
}
