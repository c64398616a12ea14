namespace Actors.Kernel;

/// <summary>Brings continuations back onto a deterministic dispatcher.</summary>
internal sealed class DeterministicContext(DeterministicDispatcher dispatcher) : SynchronizationContext
{
    internal DeterministicDispatcher Dispatcher => dispatcher;

    public override void Post(SendOrPostCallback d, object? state) => dispatcher.Enqueue(new PostedWork(d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
