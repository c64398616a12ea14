using System.Text.Json;
using Actors.Contracts.Channels;
using Actors.Contracts.Jobs;
using Actors.Jobs;
using Actors.Jobs.Handlers;
using Actors.Jobs.Providers;
using Actors.Jobs.Running;
using Actors.Shards.Work;
using Actors.TestKit.Chat;
using Actors.TestKit.Running;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.TestKit;

/// <summary>
/// Runs one job with the handler under test: the real job actor on a deterministic dispatcher, over a log in memory, in virtual
/// time. Say when it shall be stopped or its node shall die, run it, and look at the events. One thread; one run each.
/// <code>
/// var test = new JobTest();
/// test.Provider.Call().Tokens("Hello", " there").ServerError();
/// test.Provider.Call().Tokens("Hello", " again");
/// var run = test.Run(new TextHandler(test.Chat, test.Options), new TextInput { Prompt = "Greet me" });
/// run.MustBeLegal();
/// Assert.Equal("Hello again", run.Text);
/// </code>
/// </summary>
public sealed class JobTest
{
    private readonly DeterministicDispatcher _dispatcher;
    private readonly List<Interruption> _interruptions = [];
    private IChatClient? _chat;

    /// <summary>A run whose order of turns comes from a seed: the same seed, the same run.</summary>
    public JobTest(int seed = 1)
    {
        _dispatcher = new DeterministicDispatcher(seed);
        Provider = new ScriptedChatClient(_dispatcher.Time);
    }

    /// <summary>The settings of jobs.</summary>
    public JobsOptions Options { get; init; } = new();

    /// <summary>The virtual clock: for handlers and providers of the test's own.</summary>
    public TimeProvider Time => _dispatcher.Time;

    /// <summary>The provider's script: what each call gives and how it fails.</summary>
    public ScriptedChatClient Provider { get; }

    /// <summary>The scripted provider as handlers get it in a service, watched for silence.</summary>
    public IChatClient Chat => _chat ??= new SilenceGuard(Provider, Options.ProviderSilenceTimeout, Time);

    /// <summary>How long the log takes to commit an event. Default 1 ms.</summary>
    public TimeSpan CommitDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most virtual time that the job may take. Default one day.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The stopped job's text that this job goes on from; null for a job that resumes none.</summary>
    public string? ResumedText { get; init; }

    /// <summary>Who submitted the job.</summary>
    public string User { get; init; } = "tester";

    /// <summary>Where the handler logs to; nowhere by default.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Stops the job when so many of its events are committed; the first is <c>generation_queued</c>.</summary>
    public JobTest CancelAfterEvents(int count) => Interrupt(new Interruption(InterruptionKind.Cancel, count, null));

    /// <summary>Stops the job so long after it was submitted.</summary>
    public JobTest CancelAt(TimeSpan time) => Interrupt(new Interruption(InterruptionKind.Cancel, null, time));

    /// <summary>Lets the job's node die when so many of its events are committed; what is not committed then is lost. Another takes over.</summary>
    public JobTest RestartAfterEvents(int count) => Interrupt(new Interruption(InterruptionKind.Restart, count, null));

    /// <summary>Lets the job's node die so long after the job was submitted. Another takes over.</summary>
    public JobTest RestartAt(TimeSpan time) => Interrupt(new Interruption(InterruptionKind.Restart, null, time));

    /// <summary>Runs the job to its end.</summary>
    /// <param name="handler">The handler under test.</param>
    /// <param name="input">The job's input.</param>
    /// <exception cref="TimeoutException">The job did not end in time.</exception>
    public JobTestRun Run<TInput>(IJobHandler<TInput> handler, TInput input)
        where TInput : class => Run(handler, JsonSerializer.Serialize(input, InputJson.Options));

    /// <summary>Runs the job to its end, with its input as JSON: also one that is refused.</summary>
    /// <param name="handler">The handler under test.</param>
    /// <param name="json">The job's input as it is submitted.</param>
    /// <exception cref="TimeoutException">The job did not end in time.</exception>
    public JobTestRun Run<TInput>(IJobHandler<TInput> handler, string json)
        where TInput : class
    {
        const string Kind = "test";
        ArgumentNullException.ThrowIfNull(handler);
        var ids = new SeededIds(_dispatcher);
        var environment = new JobEnvironment(
            Options,
            new JobHandlerRegistry([new JobKind<TInput>(Kind, handler)]),
            new JobSlots(Options.MaxRunningJobs),
            Time,
            ids,
            _dispatcher.Random.NextDouble,
            Loggers);
        var job = new OpenJob
        {
            Id = JobId.Create(0, ids.Next()),
            Channel = ChannelName.ForUser(User).Value,
            User = User,
            Kind = Kind,
            Input = JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(json).RootElement),
            Command = 0,
            SubmittedAt = Time.GetUtcNow().ToUnixTimeMilliseconds(),
            ResumedFrom = ResumedText is null ? null : JobId.Create(0, ids.Next()).Value,
            TextBefore = ResumedText ?? string.Empty,
        };
        var record = new LogInMemory(Time);
        var system = ActorSystem.Create("test", ActorSystemSetup.Create(new KernelSetup { Dispatcher = _dispatcher }));
        var shard = new ShardScript(job, new JobRunner(environment), record, CommitDelay, [.. _interruptions]);
        system.ActorOf(Props.Create<ShardInMemory>(shard), "shard");
        var ended = _dispatcher.RunUntil(() => record.IsEnded || record.Failure is not null, Within);
        if (record.Failure is { } failure)
        {
            throw new InvalidOperationException("The job's actor failed, which no handler should be able to make it do.", failure);
        }

        if (!ended)
        {
            throw new TimeoutException($"The job did not end within {Within} of virtual time. Its events: {string.Join(", ", record.Events.Select(e => e.Type))}.");
        }

        // What a run that was given up still does belongs to the test too.
        _dispatcher.Advance(Options.CancelGrace);
        return new JobTestRun(record.Events);
    }

    private JobTest Interrupt(Interruption interruption)
    {
        _interruptions.Add(interruption);
        return this;
    }
}
