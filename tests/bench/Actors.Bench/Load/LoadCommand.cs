using System.Text.Json.Serialization;
using Actors.Bench.Load.Jobs;

namespace Actors.Bench.Load;

/// <summary>What the bench asks of its load process, one JSON line each; each is answered by one <see cref="LoadReply"/>.</summary>
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Publish), "publish")]
[JsonDerivedType(typeof(Await), "await")]
[JsonDerivedType(typeof(Clear), "clear")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(Submit), "submit")]
[JsonDerivedType(typeof(AwaitJobs), "awaitJobs")]
internal abstract record LoadCommand
{
    /// <summary>Opens streams and, if <see cref="AwaitReady"/>, waits until each was told 200.</summary>
    public sealed record Open(int Count, int Channels, ListenerRequest Request, bool AwaitReady) : LoadCommand;

    /// <summary>Publishes and waits for the last answer.</summary>
    public sealed record Publish(PublishRequest Request) : LoadCommand;

    /// <summary>Waits for so many deliveries, to those set apart too, or until the time is over.</summary>
    public sealed record Await(long Deliveries, long DeliveriesApart, double Seconds) : LoadCommand;

    /// <summary>Forgets what was counted.</summary>
    public sealed record Clear : LoadCommand;

    /// <summary>Lets the first listeners read nothing; they stay set apart.</summary>
    public sealed record Pause(int Count) : LoadCommand;

    /// <summary>Lets all listeners read.</summary>
    public sealed record Resume : LoadCommand;

    /// <summary>Submits jobs and waits until all are accepted. For a load process that follows jobs.</summary>
    public sealed record Submit(JobRequest Request) : LoadCommand;

    /// <summary>Waits until so many jobs ended, or the time is over, and tells what was seen.</summary>
    public sealed record AwaitJobs(int Ended, double TokensPerSecond, double Seconds) : LoadCommand;

    /// <summary>Resets every connection.</summary>
    public sealed record Close : LoadCommand;
}
