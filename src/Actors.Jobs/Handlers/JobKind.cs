using System.Text.Json.Nodes;

namespace Actors.Jobs.Handlers;

/// <summary>One kind of job: its name, its input, and who runs it. Thread-safe.</summary>
public abstract class JobKind
{
    private protected JobKind(string name) => Name = name;

    /// <summary>The name that commands and events call it by: <c>text</c>.</summary>
    public string Name { get; }

    /// <summary>The type of its input record.</summary>
    public abstract Type InputType { get; }

    /// <summary>True when a run may go on from the text so far; see <see cref="IContinueFromText"/>.</summary>
    public abstract bool CanContinue { get; }

    /// <summary>The JSON schema of its input. A new tree at each call.</summary>
    public abstract JsonNode InputSchema();

    /// <summary>What is wrong with an input, all of it; empty when a job may run with it.</summary>
    public abstract IReadOnlyList<InputError> Check(ReadOnlyMemory<byte> input);

    internal abstract Task<JobResult> RunAsync(RunSetup setup, CancellationToken cancellationToken);
}
