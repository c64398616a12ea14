namespace Actors.Kernel;

/// <summary>A message between the kernel's parts: handled before all other messages. One object goes to one actor only, since it is a link of that mailbox's list.</summary>
internal abstract class SystemMessage
{
    internal SystemMessage? Next;
}

/// <summary>Makes the first instance.</summary>
internal sealed class Create : SystemMessage;

/// <summary>The supervisor's order to replace the instance.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    internal Exception Cause => cause;
}

/// <summary>The supervisor's order to handle no messages.</summary>
internal sealed class Suspend : SystemMessage;

/// <summary>The supervisor's order to go on.</summary>
internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    internal Exception? CausedByFailure => causedByFailure;
}

/// <summary>The order to stop.</summary>
internal sealed class Terminate : SystemMessage;

/// <summary><paramref name="watcher"/> wants to be told of the receiver's end.</summary>
internal sealed class Watch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher => watcher;
}

/// <summary><paramref name="watcher"/> no longer wants to be told.</summary>
internal sealed class Unwatch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher => watcher;
}

/// <summary><paramref name="actor"/> has stopped: to its supervisor and its watchers.</summary>
internal sealed class DeathWatchNotification(IInternalActorRef actor, bool existenceConfirmed) : SystemMessage
{
    internal IInternalActorRef Actor => actor;

    internal bool ExistenceConfirmed => existenceConfirmed;
}

/// <summary><paramref name="child"/> has failed: to its supervisor.</summary>
internal sealed class Failed(LocalActorRef child, Exception cause) : SystemMessage
{
    internal LocalActorRef Child => child;

    internal Exception Cause => cause;
}

/// <summary>The rest of a method that awaited something within the actor.</summary>
internal sealed class Continuation(int handling, SendOrPostCallback callback, object? state) : SystemMessage
{
    /// <summary>The asynchronous handler that it belongs to.</summary>
    internal int Handling => handling;

    internal void Run() => callback(state);
}

/// <summary>An asynchronous handler has ended.</summary>
internal sealed class AsyncCompleted(Exception? failure) : SystemMessage
{
    internal Exception? Failure => failure;
}
