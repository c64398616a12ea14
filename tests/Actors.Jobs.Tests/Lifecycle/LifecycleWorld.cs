using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Jobs.Handlers;
using Actors.Jobs.Lifecycle;
using Actors.Jobs.Retries;
using Actors.Shards.Work;

namespace Actors.Jobs.Tests.Lifecycle;

/// <summary>
/// One job, its owners one after the other, and a log that takes what they emit: an adversary picks what happens next. The
/// log's rule is the shard's: after a stop was appended no terminal event but the cancelled one counts, and nothing counts
/// after a terminal one.
/// </summary>
internal sealed class LifecycleWorld
{
    private readonly JobsOptions _options = new() { MaxRetries = 3, MaxAttempts = 4 };
    private readonly bool _canContinue;
    private readonly OpenJob _job;
    private readonly List<JobEffect> _log = [];
    private int _committed;
    private bool _stopAppended;
    private bool _stopPending;
    private int _words;
    private JobLifecycle _life = null!;
    private JobEffect.StartRun? _run;
    private bool _granted;
    private bool _requested;
    private string _preface = string.Empty;
    private string? _written;
    private readonly HashSet<JobTimer> _timers = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddDays(1000);
    private DateTimeOffset _started;

    internal LifecycleWorld(bool canContinue, string textBefore)
    {
        _canContinue = canContinue;
        _job = new OpenJob
        {
            Id = JobId.Create(0, Guid.Empty),
            Channel = "user:a",
            User = "a",
            Kind = "text",
            Input = default,
            Command = 0,
            TextBefore = textBefore,
        };
        Begin(_job);
    }

    internal bool IsEnded => _log.Any(IsTerminal);

    /// <summary>One step of the adversary.</summary>
    internal void Step(int choice)
    {
        switch (choice % 14)
        {
            case 0 or 1:
                Grant();
                break;
            case 2 or 3 or 4 when _run is { } run:
                Do(_life.Wrote(run.Number, Rest($"word{_words++} ")));
                break;
            case 5 when _run is { } run:
                Do(_life.Progressed(run.Number, 50, null));
                break;
            case 6:
                Complete(choice % 3 == 0 ? "rest" : string.Empty);
                break;
            case 7:
                Fail(transient: true);
                break;
            case 8 when choice % 5 == 0:
                Fail(transient: false);
                break;
            case 9:
                AppendStop();
                break;
            case 10:
                DeliverStop();
                break;
            case 11:
                Fire((JobTimer)(choice / 14 % 3));
                break;
            case 12 when choice % 4 == 0:
                Do(_life.Drain());
                break;
            case 13:
                TakeOver(choice);
                break;
        }

        if (_run is { } stale && stale.Number > 1)
        {
            // What an older run still says changes nothing.
            var before = _log.Count;
            Do(_life.Wrote(stale.Number - 1, "stale"));
            Do(_life.RunCompleted(stale.Number - 1, "stale", JobResult.Empty));
            _log.Count.ShouldBe(before);
        }
    }

    /// <summary>The faults stop: the job must end.</summary>
    internal void Calm()
    {
        for (var i = 0; i < 50 && !IsEnded; i++)
        {
            if (_stopAppended)
            {
                DeliverStop();
            }

            if (_life.Phase == JobPhase.Drained)
            {
                TakeOver(0);
            }

            Grant();
            Fire(JobTimer.BackOff);
            Complete("end");
        }
    }

    private void Begin(OpenJob job)
    {
        (_run, _requested, _granted, _preface, _written) = (null, false, false, string.Empty, null);
        _timers.Clear();
        _life = new JobLifecycle(job, _options, _canContinue);
        Do(_life.Begin(_now));
    }

    private void Grant()
    {
        if (_requested && !_granted)
        {
            _granted = true;
            Do(_life.SlotGranted());
        }
    }

    private void Complete(string rest)
    {
        if (_run is { } run)
        {
            _run = null;
            Do(_life.RunCompleted(run.Number, Rest(rest), JobResult.Empty));
        }
    }

    private void Fail(bool transient)
    {
        if (_run is { } run)
        {
            _run = null;
            Do(_life.RunFailed(run.Number, Rest("cut "), new JobFailure(new EventError("x", "y", transient, null), transient), 0.5));
        }
    }

    private void AppendStop()
    {
        if (!_stopAppended && !IsEnded)
        {
            (_stopAppended, _stopPending) = (true, true);
        }
    }

    private void DeliverStop()
    {
        if (_stopPending)
        {
            _stopPending = false;
            Do(_life.Stop(Rest(string.Empty)));
        }
    }

    private void Fire(JobTimer timer)
    {
        if (_timers.Remove(timer))
        {
            Do(_life.TimerFired(timer, timer == JobTimer.Duration ? Rest(string.Empty) : string.Empty));
        }
    }

    /// <summary>The owner dies; of what was in flight a part is in the log.</summary>
    private void TakeOver(int choice)
    {
        if (IsEnded && choice % 2 == 0)
        {
            return;
        }

        _now += _options.MaxJobDuration * (choice % 5 / 6.0);
        var keep = _committed + (choice / 14 % (_log.Count - _committed + 1));
        _log.RemoveRange(keep, _log.Count - keep);
        _committed = keep;
        if (IsEnded)
        {
            return;
        }

        // A stop is a command in the log: it is handled again if its event was lost.
        _stopPending = false;
        Begin(Fold());
    }

    private OpenJob Fold()
    {
        var job = _job with { Cancelling = _stopAppended };
        foreach (var effect in _log)
        {
            job = effect switch
            {
                JobEffect.EmitStarted => job with { Attempt = job.Attempt + 1, StartedAt = _started.ToUnixTimeMilliseconds() },
                JobEffect.EmitReset => job with { Text = string.Empty },
                JobEffect.EmitChunk c => job with { Text = job.Text + c.Text },
                _ => job,
            };
        }

        return job;
    }

    // What waits in the run's output: first what it continues and nobody has seen.
    private string Rest(string text)
    {
        if (_life.Phase != JobPhase.Running)
        {
            // The run's output is closed: what its handler still writes is dropped.
            return string.Empty;
        }

        (var preface, _preface) = (_preface, string.Empty);
        _written += text;
        return preface + text;
    }

    private void Do(IReadOnlyList<JobEffect> effects)
    {
        foreach (var effect in effects.ToArray())
        {
            switch (effect)
            {
                case JobEffect.RequestSlot:
                    _requested = true;
                    break;
                case JobEffect.StartRun start:
                    start.TextSoFar.ShouldBe(Fold().Text + start.Preface);
                    if (_written is not null)
                    {
                        start.TextSoFar.ShouldBeOneOf(_canContinue ? [_written] : [_written, _job.TextBefore]);
                    }

                    (_run, _preface, _written) = (start, start.Preface, start.TextSoFar);
                    break;
                case JobEffect.StartTimer timer:
                    _timers.Add(timer.Timer);
                    break;
                case JobEffect.StopTimers:
                    _run = null;
                    _timers.Clear();
                    break;
                case JobEffect.ReleaseSlot or JobEffect.CancelRun:
                    break;
                default:
                    if (effect is JobEffect.EmitStarted { Attempt: 1 })
                    {
                        _started = _now;
                    }

                    if (_written is not null && Final(effect) is { } final)
                    {
                        final.ShouldBe(_written, "nothing that was written is lost");
                    }

                    if (!IsEnded && !(IsTerminal(effect) && effect is not JobEffect.EmitCancelled && _stopAppended))
                    {
                        _log.Add(effect);
                    }

                    break;
            }
        }
    }

    private static string? Final(JobEffect effect) => effect switch
    {
        JobEffect.EmitCompleted e => e.Text,
        JobEffect.EmitFailed e => e.Text,
        JobEffect.EmitCancelled e => e.Text,
        _ => null,
    };

    private static bool IsTerminal(JobEffect effect) => effect is JobEffect.EmitCompleted or JobEffect.EmitFailed or JobEffect.EmitCancelled;

    /// <summary>What must hold of the log in the end.</summary>
    internal void Check()
    {
        _log.Count(IsTerminal).ShouldBe(1);
        IsTerminal(_log[^1]).ShouldBeTrue();
        if (_stopAppended)
        {
            _log[^1].ShouldBeOfType<JobEffect.EmitCancelled>();
        }
        else
        {
            _log[^1].ShouldNotBeOfType<JobEffect.EmitCancelled>();
        }

        var (attempt, text, done, reset) = (0, string.Empty, false, true);
        foreach (var effect in _log)
        {
            switch (effect)
            {
                case JobEffect.EmitStarted e:
                    (e.Attempt, reset).ShouldBe((attempt + 1, true));
                    (attempt, reset) = (e.Attempt, false);
                    break;
                case JobEffect.EmitReset e:
                    e.Attempt.ShouldBe(attempt + 1);
                    (text, done, reset) = (string.Empty, false, true);
                    break;
                case JobEffect.EmitChunk e:
                    e.Position.ShouldBe(text.Length);
                    (e.Text.Length > 0 || (e.Done && text.Length > 0)).ShouldBeTrue("an empty chunk only ends a text");
                    (text, done) = (text + e.Text, e.Done);
                    break;
                default:
                    if (Final(effect) is { } final)
                    {
                        CheckEnd(final, text, done, attempt);
                    }

                    break;
            }
        }
    }

    private void CheckEnd(string final, string text, bool done, int attempt)
    {
        final.ShouldBe(text.Length == 0 && (attempt == 0 || final == _job.TextBefore) ? final : text);
        (text.Length == 0 || done).ShouldBeTrue();
        if (_job.TextBefore.Length > 0 && text.Length > 0)
        {
            text.ShouldStartWith(_job.TextBefore);
        }
    }
}
