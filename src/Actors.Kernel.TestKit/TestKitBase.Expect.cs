namespace Actors.Kernel.TestKit;

/// <summary>Expectations about the next message.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message is a <typeparamref name="T"/>.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(Take(RemainingOrDilated(duration), cancellationToken), null, hint);

    /// <summary>The next message equals <paramref name="message"/>.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(Take(RemainingOrDilated(timeout), cancellationToken), (got, _) => Xunit.Assert.Equal(message, got), hint);

    /// <summary>The next message is a <typeparamref name="T"/> that fits <paramref name="isMessage"/>.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(Take(RemainingOrDilated(timeout), cancellationToken), (got, _) => Fits(isMessage, got, hint), hint);

    /// <summary>The next message is a <typeparamref name="T"/> about which <paramref name="assert"/> does not throw.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(Take(RemainingOrDilated(timeout), cancellationToken), (got, _) => assert(got), hint);

    /// <summary>The next message is a <typeparamref name="T"/>; <paramref name="assertMessageAndSender"/> does not throw.</summary>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check(Take(RemainingOrDilated(timeout), cancellationToken), assertMessageAndSender, hint);

    /// <summary>The next message is a <typeparamref name="T"/>.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(await TakeAsync(RemainingOrDilated(duration), cancellationToken), null, hint);

    /// <summary>The next message equals <paramref name="message"/>.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(await TakeAsync(RemainingOrDilated(timeout), cancellationToken), (got, _) => Xunit.Assert.Equal(message, got), hint);

    /// <summary>The next message is a <typeparamref name="T"/> that fits <paramref name="isMessage"/>.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(await TakeAsync(RemainingOrDilated(timeout), cancellationToken), (got, _) => Fits(isMessage, got, hint), hint);

    /// <summary>The next message is a <typeparamref name="T"/> from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(Take(RemainingOrDilated(duration), cancellationToken), (_, from) => Xunit.Assert.Equal(sender, from), hint);

    /// <summary>The next message equals <paramref name="message"/> and comes from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Check<T>(
            Take(RemainingOrDilated(timeout), cancellationToken),
            (got, from) =>
            {
                Xunit.Assert.Equal(message, got);
                Xunit.Assert.Equal(sender, from);
            },
            hint);

    /// <summary>The next messages equal <paramref name="messages"/>, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf(RemainingOrDefault, messages);

    /// <summary>The next messages equal <paramref name="messages"/>, in any order, and come within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var got = ReceiveN(messages.Length, max);
        Xunit.Assert.Equivalent(messages, got, strict: true);
        return [.. got.Cast<T>()];
    }

    /// <summary><see cref="Terminated"/> of <paramref name="target"/>, which must be watched.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectMsg<Terminated>((Terminated got) => Xunit.Assert.Equal(target, got.ActorRef), timeout, hint, cancellationToken);

    /// <summary><see cref="Terminated"/> of <paramref name="target"/>, which must be watched.</summary>
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectMsgAsync<Terminated>(got => target.Equals(got.ActorRef), timeout, hint, cancellationToken);

    /// <summary>No message comes for a while.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectNoMsg(TestKitSettings.ExpectNoMessageDefault, cancellationToken);

    /// <summary>No message comes for <paramref name="duration"/>.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => CheckNone(Take(Dilated(duration), cancellationToken), duration);

    /// <summary>No message comes for so many milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) => ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>No message comes for a while.</summary>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => ExpectNoMsgAsync(TestKitSettings.ExpectNoMessageDefault, cancellationToken);

    /// <summary>No message comes for <paramref name="duration"/>.</summary>
    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        CheckNone(await TakeAsync(Dilated(duration), cancellationToken), duration);

    private static void Fits<T>(Predicate<T> isMessage, T got, string? hint)
    {
        if (!isMessage(got))
            Fail($"Got a message of the expected type <{typeof(T)}>, but it does not fit: {got}. {hint}");
    }

    private static void CheckNone(MessageEnvelope? envelope, TimeSpan duration)
    {
        if (envelope is not null)
            Fail($"Expected no messages during {duration}, instead we received {envelope}");
    }

    private static T Check<T>(MessageEnvelope? envelope, Action<T, IActorRef>? assert, string? hint)
    {
        if (envelope is null)
            Fail($"Failed: Timeout while waiting for a message of type {typeof(T)}. {hint}");
        else if (envelope.Message is not T)
            Fail($"Failed: Expected a message of type {typeof(T)}, but received {envelope.Message.GetType()}: {envelope}. {hint}");
        var got = (T)envelope!.Message;
        assert?.Invoke(got, envelope.Sender);
        return got;
    }
}
