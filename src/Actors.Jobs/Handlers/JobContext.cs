using Actors.Contracts;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Jobs.Output;
using Microsoft.Extensions.Logging;

namespace Actors.Jobs.Handlers;

/// <summary>What a run of a job knows, and where its output goes. The members may be used from any thread, one call at a time.</summary>
public abstract class JobContext
{
    private readonly JobOutput _output;

    private protected JobContext(RunSetup setup)
    {
        (_output, JobId, User, Attempt, TextSoFar) = (setup.Output, setup.Job.Id, setup.Job.User, setup.Attempt, setup.TextSoFar);
        (Time, Ids, Logger) = (setup.Time, setup.Ids, setup.Logger);
    }

    /// <summary>The job's id.</summary>
    public JobId JobId { get; }

    /// <summary>Who submitted it.</summary>
    public string User { get; }

    /// <summary>The attempt, from 1. It goes up when an attempt was given up and its text with it.</summary>
    public int Attempt { get; }

    /// <summary>
    /// The text that clients have of this job already: of an earlier run of this attempt, or of the stopped job that this one
    /// resumes. What is written continues it. Empty in most runs.
    /// </summary>
    public string TextSoFar { get; }

    /// <summary>The clock to use: virtual in tests.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where new ids come from.</summary>
    public IIdSource Ids { get; }

    /// <summary>The job's log.</summary>
    public ILogger Logger { get; }

    /// <summary>Who generates the text: stands in each chunk from now on.</summary>
    public string? Provider
    {
        get => _output.Provider;
        set => _output.Provider = value;
    }

    /// <summary>What the run has cost so far: goes into the terminal event, also when the job is stopped or fails.</summary>
    public TokenUsage? Usage
    {
        get => _output.Usage;
        set => _output.Usage = value;
    }

    /// <summary>
    /// Puts text behind the text so far. Pieces are coalesced into events; completes at once unless too much waits for the log,
    /// then when there is room again. Half of a surrogate pair waits for its other half. Costs no allocation for a short piece.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was cancelled or abandoned: the text is dropped.</exception>
    /// <exception cref="JobFailedException">The job's text is over <see cref="JobsOptions.MaxOutputBytes"/>; what fits was taken.</exception>
    public ValueTask WriteTextAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _output.WriteTextAsync(text, cancellationToken);
    }

    /// <summary>Says how far the job is; completes when the event was taken, behind all text written before.</summary>
    /// <param name="progress">0 to 100.</param>
    /// <param name="message">What is done now, for people; cut at 1,000 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled or abandoned.</exception>
    public ValueTask ReportProgressAsync(int progress, string? message = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(progress, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(progress, 100);
        return _output.ReportProgressAsync(progress, message, cancellationToken);
    }
}
