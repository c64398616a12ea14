using Actors.Contracts;
using Actors.Live;
using Actors.Log;
using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions;

/// <summary>What the actors of one node's streams share. Thread-safe.</summary>
internal sealed class StreamEnvironment(
    IDurableLog log, ILiveBus bus, IReplayIndex? index, SessionOptions options, TimeProvider time, IIdSource ids, Random chance) : IDisposable
{
    private readonly Lock _gate = new();

    public IDurableLog Log => log;

    public ILiveBus Bus => bus;

    /// <summary>Knows where a channel's events are; null where nobody does.</summary>
    public IReplayIndex? Index => index;

    public SessionOptions Options => options;

    public TimeProvider Time => time;

    public IIdSource Ids => ids;

    public SessionCounters Counters { get; } = new();

    public PageReader Pages { get; } = new(log, options);

    /// <summary>What all sessions replay from.</summary>
    public ReplaySource Replay => field ??= new ReplaySource(Pages.Cache, index is null ? long.MaxValue : options.ReplayScanLimit);

    public WindowLimits Limits { get; } = new(options.WindowBytes, options.WindowFrames, options.AllWindowsBytes);

    /// <summary>The actor above the feeds; set once, before any session.</summary>
    public IActorRef Feeds { get; set; } = ActorRefs.Nobody;

    /// <summary>Milliseconds of a clock that never goes back; never 0.</summary>
    public long Now => 1 + (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>A chance from 0 up to a bound.</summary>
    public int Jitter(int below)
    {
        lock (_gate)
        {
            return chance.Next(Math.Max(1, below));
        }
    }

    /// <summary>When a client shall reconnect, in milliseconds.</summary>
    public int RetryDelay()
    {
        var delay = (int)options.RetryDelay.TotalMilliseconds;
        return delay + Jitter(delay);
    }

    public void Dispose() => Pages.Dispose();
}
