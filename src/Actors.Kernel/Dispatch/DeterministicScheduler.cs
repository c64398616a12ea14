namespace Actors.Kernel;

/// <summary>Gives continuations of tasks their turns on a deterministic dispatcher.</summary>
internal sealed class DeterministicScheduler(DeterministicDispatcher dispatcher) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) => dispatcher.Enqueue(new PostedWork(state => TryExecuteTask((Task)state!), task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
