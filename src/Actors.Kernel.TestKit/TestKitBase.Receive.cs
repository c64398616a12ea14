namespace Actors.Kernel.TestKit;

/// <summary>Taking messages as they come.</summary>
public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, or <c>null</c> if none comes within <paramref name="max"/>.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryReceiveOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>Takes the next message, or <c>null</c> if none comes within <paramref name="max"/>.</summary>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(RemainingOrDilated(max), cancellationToken))?.Message;

    /// <summary>Takes the next message with its sender, if one comes within <paramref name="max"/>.</summary>
    public bool TryReceiveOne([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MessageEnvelope? envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        envelope = Take(RemainingOrDilated(max), cancellationToken);
        return envelope is not null;
    }

    /// <summary>Takes <paramref name="numberOfMessages"/> messages.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveN(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>Takes <paramref name="numberOfMessages"/> messages within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default)
    {
        var until = Now + Dilated(max);
        var messages = new List<object>(numberOfMessages);
        while (messages.Count < numberOfMessages)
        {
            if (Take(Positive(until - Now), cancellationToken) is not { } envelope)
            {
                Fail($"Timeout ({max}) while expecting {numberOfMessages} messages. Only got {messages.Count}.");
                break;
            }

            messages.Add(envelope.Message);
        }

        return messages;
    }

    /// <summary>Takes messages until one fits <paramref name="isMessage"/>; the others are dropped.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Takes messages until a <typeparamref name="T"/> fits <paramref name="isMessage"/>; the others are dropped.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var until = Now + RemainingOrDilated(max);
        while (Take(Positive(until - Now), cancellationToken) is { } envelope)
        {
            if (envelope.Message is T typed && isMessage(typed))
                return typed;
        }

        Fail($"Timeout while fishing for a {typeof(T)}. {hint}");
        return default!;
    }

    /// <summary>Takes messages until a <typeparamref name="T"/> fits <paramref name="isMessage"/>; the others are dropped.</summary>
    public async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var until = Now + RemainingOrDilated(max);
        while (await TakeAsync(Positive(until - Now), cancellationToken) is { } envelope)
        {
            if (envelope.Message is T typed && isMessage(typed))
                return typed;
        }

        Fail($"Timeout while fishing for a {typeof(T)}. {hint}");
        return default!;
    }

    private MessageEnvelope? Take(TimeSpan max, CancellationToken cancellationToken)
    {
        var envelope = _received.Take(max, cancellationToken);
        _last = envelope ?? _last;
        return envelope;
    }

    private async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        var envelope = await _received.TakeAsync(max, cancellationToken);
        _last = envelope ?? _last;
        return envelope;
    }
}
