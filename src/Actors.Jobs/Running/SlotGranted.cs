namespace Actors.Jobs.Running;

/// <summary>The job has its place among the running ones.</summary>
internal sealed record SlotGranted
{
    internal static readonly SlotGranted Instance = new();
}
