namespace Actors.Kernel;

/// <summary>A registered handler: its shape, what to call, and the condition if there is one.</summary>
internal readonly record struct Handler(HandlerKind Kind, Delegate Target, Delegate? Predicate);
