using Actors.Contracts.Commands;

namespace Actors.Shards.Commands;

/// <summary>
/// Recognises a command that comes again by its id, and a submit by its job's id. Holds the last <see cref="Capacity"/> ids;
/// a point carries them to the next owner. Not thread-safe.
/// </summary>
internal sealed class RecentCommands
{
    /// <summary>16 bytes each in a point: 64 KiB, a fraction of what a shard writes between two points.</summary>
    internal const int Capacity = 4096;

    private const string JobScope = "job";

    private readonly HashSet<Guid> _known;
    private readonly Queue<Guid> _order;

    internal RecentCommands(IReadOnlyList<Guid> known)
    {
        _order = new Queue<Guid>(known);
        _known = [.. known];
    }

    /// <summary>True when the command was answered before.</summary>
    internal bool KnowsCommand(CommandBody body) =>
        body.Id is { } id && _known.Contains(DeterministicId.ForRecognition(body.Type, id));

    /// <summary>True when the job was submitted before, whatever became of it.</summary>
    internal bool KnowsJob(string id) => _known.Contains(DeterministicId.ForRecognition(JobScope, id));

    /// <summary>Remembers an answered command.</summary>
    /// <param name="body">The command.</param>
    /// <param name="job">The job that it submits; null where it submits none.</param>
    internal void Add(CommandBody body, string? job)
    {
        if (body.Id is { } id)
        {
            Add(DeterministicId.ForRecognition(body.Type, id));
        }

        if (job is not null)
        {
            Add(DeterministicId.ForRecognition(JobScope, job));
        }
    }

    /// <summary>The ids, oldest first.</summary>
    internal Guid[] ToArray() => [.. _order];

    private void Add(Guid id)
    {
        if (!_known.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > Capacity)
        {
            _known.Remove(_order.Dequeue());
        }
    }
}
