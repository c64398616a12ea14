using System.Text;
using Actors.Contracts.Events;
using Actors.Jobs.Handlers;
using Actors.Jobs.Lifecycle;

namespace Actors.Jobs.Output;

/// <summary>
/// Where a run's handler and its job meet: the handler writes from any thread, the job takes. A short write costs a lock and a
/// copy; the job is signalled once for each chunk, not for each piece. When too much waits, writes wait.
/// </summary>
internal sealed class JobOutput
{
    // A handful of full chunks: enough that a fast provider never waits for a job that keeps up.
    private const int MaxWaitingLength = 4096;
    private const int MaxMessageLength = 1000;

    private readonly Lock _gate = new();
    private readonly JobsOptions _options;
    private readonly TimeProvider _time;
    private readonly Action _signal;
    private readonly CancellationToken _cancelled;
    private readonly ChunkCoalescer _text;
    private readonly Queue<(int Progress, string? Message)> _progress = new();
    private readonly List<TaskCompletionSource> _waiters = [];
    private bool _signalled;
    private bool _waitsForDue;
    private bool _closed;
    private long _bytes;
    private string? _provider;
    private TokenUsage? _usage;

    /// <summary>The output of a run; begins with what the run continues and nobody has seen yet.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="start">The run.</param>
    /// <param name="signal">Tells the job that there may be something to take. Called outside of the lock, from any thread.</param>
    /// <param name="cancelled">The run's token.</param>
    internal JobOutput(JobsOptions options, TimeProvider time, JobEffect.StartRun start, Action signal, CancellationToken cancelled)
    {
        (_options, _time, _signal, _cancelled) = (options, time, signal, cancelled);
        _text = new ChunkCoalescer(options.ChunkIntervalMilliseconds * time.TimestampFrequency / 1000, options.ChunkBytes);
        _text.Append(start.Preface);
        _bytes = Encoding.UTF8.GetByteCount(start.TextSoFar);
    }

    internal string? Provider
    {
        get => Volatile.Read(ref _provider);
        set => Volatile.Write(ref _provider, value);
    }

    internal TokenUsage? Usage
    {
        get => Volatile.Read(ref _usage);
        set => Volatile.Write(ref _usage, value);
    }

    /// <summary>True once the handler has written more than a job may.</summary>
    internal bool IsOverLimit { get; private set; }

    internal ValueTask WriteTextAsync(string text, CancellationToken cancellationToken) =>
        text.Length <= MaxWaitingLength ? Write(text, cancellationToken) : WriteInPartsAsync(text, cancellationToken);

    internal async ValueTask ReportProgressAsync(int progress, string? message, CancellationToken cancellationToken)
    {
        if (message?.Length > MaxMessageLength)
        {
            message = message[..(char.IsHighSurrogate(message[MaxMessageLength - 1]) ? MaxMessageLength - 1 : MaxMessageLength)];
        }

        TaskCompletionSource wait;
        lock (_gate)
        {
            ThrowIfClosed(cancellationToken);
            _progress.Enqueue((progress, message));
            (_signalled, _waitsForDue) = (true, false);
            wait = Waiter();
        }

        _signal();
        await WaitAsync(wait, cancellationToken);
    }

    /// <summary>The next thing for the job. Not called while the job holds, so a holding job makes writes wait.</summary>
    internal OutputItem Next()
    {
        TaskCompletionSource[] waiters = [];
        OutputItem item;
        lock (_gate)
        {
            item = Look(_time.GetTimestamp());
            if (_progress.Count == 0 && _text.Length <= MaxWaitingLength)
            {
                waiters = Waiters();
            }
        }

        foreach (var waiter in waiters)
        {
            waiter.TrySetResult();
        }

        return item;
    }

    /// <summary>Takes no more from the handler and gives back the text that waits, half pairs mended.</summary>
    internal string Close()
    {
        TaskCompletionSource[] waiters;
        var rest = new StringBuilder();
        lock (_gate)
        {
            _closed = true;
            waiters = Waiters();
            _text.Complete();
            while (_text.TryFlush(0, out var chunk))
            {
                rest.Append(chunk);
            }
        }

        foreach (var waiter in waiters)
        {
            waiter.TrySetCanceled();
        }

        return rest.ToString();
    }

    internal JobFailedException OverLimit() => new(
        FailureCodes.OutputTooLarge,
        $"The text is longer than the {_options.MaxOutputBytes} bytes that a job may write.",
        retryable: false,
        "Ask for a shorter text.");

    private async ValueTask WriteInPartsAsync(string text, CancellationToken cancellationToken)
    {
        for (var at = 0; at < text.Length; at += MaxWaitingLength)
        {
            await Write(text.AsSpan(at, Math.Min(MaxWaitingLength, text.Length - at)), cancellationToken);
        }
    }

    private ValueTask Write(ReadOnlySpan<char> text, CancellationToken cancellationToken)
    {
        var tell = false;
        TaskCompletionSource? wait = null;
        bool fits;
        lock (_gate)
        {
            ThrowIfClosed(cancellationToken);
            fits = Take(text);
            if (_text.HasText && (!_signalled || (_waitsForDue && _text.IsFull)))
            {
                (tell, _signalled, _waitsForDue) = (true, true, false);
            }

            if (_text.Length > MaxWaitingLength)
            {
                wait = Waiter();
            }
        }

        if (tell)
        {
            _signal();
        }

        return !fits ? ValueTask.FromException(OverLimit())
            : wait is null ? ValueTask.CompletedTask
            : WaitAsync(wait, cancellationToken);
    }

    private OutputItem Look(long now)
    {
        if (_progress.Count > 0)
        {
            if (_text.TryFlush(now, out var before))
            {
                return new OutputItem { Kind = OutputItem.Kinds.Chunk, Text = before };
            }

            var (progress, message) = _progress.Dequeue();
            return new OutputItem { Kind = OutputItem.Kinds.Progress, Progress = progress, Text = message };
        }

        if (_text.TryTake(now, out var chunk))
        {
            // Where nothing is left the job need not look again: the next write signals.
            _signalled = _text.HasText;
            return new OutputItem { Kind = OutputItem.Kinds.Chunk, Text = chunk, IsLast = !_text.HasText };
        }

        (_signalled, _waitsForDue) = (_text.HasText, _text.HasText);
        return _text.HasText ? new OutputItem { Kind = OutputItem.Kinds.NotYet, Due = _text.Due } : default;
    }

    private bool Take(ReadOnlySpan<char> text)
    {
        var left = _options.MaxOutputBytes - _bytes;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= left)
        {
            _bytes += bytes;
            _text.Append(text);
            return true;
        }

        IsOverLimit = true;
        _text.Append(Prefix(text, left));
        return false;
    }

    private static ReadOnlySpan<char> Prefix(ReadOnlySpan<char> text, long bytes)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    // Whoever waits goes on apart from the job's turn. Task.WaitAsync would go on beside the deterministic dispatcher.
    private TaskCompletionSource Waiter()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Add(waiter);
        return waiter;
    }

    private static async ValueTask WaitAsync(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiter);
        await waiter.Task;
    }

    private TaskCompletionSource[] Waiters()
    {
        if (_waiters.Count == 0)
        {
            return [];
        }

        TaskCompletionSource[] all = [.. _waiters];
        _waiters.Clear();
        return all;
    }

    private void ThrowIfClosed(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _cancelled.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new OperationCanceledException("The run has ended: what it writes is dropped.");
        }

        if (IsOverLimit)
        {
            throw OverLimit();
        }
    }
}
