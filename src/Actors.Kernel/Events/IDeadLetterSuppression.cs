namespace Actors.Kernel;

/// <summary>A message whose loss is no news: it becomes a <see cref="SuppressedDeadLetter"/> instead of a <see cref="DeadLetter"/>.</summary>
public interface IDeadLetterSuppression;
