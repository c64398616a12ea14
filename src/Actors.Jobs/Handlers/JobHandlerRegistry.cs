using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Actors.Jobs.Handlers;

/// <summary>The kinds of jobs that this node can run. Thread-safe.</summary>
public sealed class JobHandlerRegistry
{
    private readonly FrozenDictionary<string, JobKind> _kinds;

    /// <summary>A registry of these kinds.</summary>
    /// <exception cref="ArgumentException">Two of them have the same name.</exception>
    public JobHandlerRegistry(IEnumerable<JobKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        All = [.. kinds];
        foreach (var group in All.GroupBy(k => k.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            throw new ArgumentException($"Two handlers are registered for jobs of kind '{group.Key}'.", nameof(kinds));
        }

        _kinds = All.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);
    }

    /// <summary>All kinds, in the order in which they were registered.</summary>
    public IReadOnlyList<JobKind> All { get; }

    /// <summary>The kind of a name; false when no handler is registered for it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JobKind? kind) => _kinds.TryGetValue(name, out kind);

    /// <summary>What is wrong with a job of this kind and input; empty when it may run.</summary>
    public IReadOnlyList<InputError> Check(string kind, ReadOnlyMemory<byte> input) =>
        TryGet(kind, out var found)
            ? found.Check(input)
            : [new("kind", $"There is no handler for jobs of kind '{kind}'; there is one for {string.Join(", ", All.Select(k => k.Name))}.")];
}
