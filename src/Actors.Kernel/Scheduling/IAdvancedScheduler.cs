namespace Actors.Kernel;

/// <summary>What a scheduler can do besides telling messages.</summary>
public interface IAdvancedScheduler : IActionScheduler;
