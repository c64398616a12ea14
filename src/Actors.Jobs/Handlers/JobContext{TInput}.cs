namespace Actors.Jobs.Handlers;

/// <summary>A run's context with its input.</summary>
/// <typeparam name="TInput">The handler's input record.</typeparam>
public sealed class JobContext<TInput> : JobContext
    where TInput : class
{
    internal JobContext(RunSetup setup, TInput input)
        : base(setup) => Input = input;

    /// <summary>What the job was submitted with; valid.</summary>
    public TInput Input { get; }
}
