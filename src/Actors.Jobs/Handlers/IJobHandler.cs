namespace Actors.Jobs.Handlers;

/// <summary>
/// Runs jobs of one kind. One instance serves all jobs of its kind on a node, at the same time: keep a job's state in local
/// variables. Register it with <c>services.AddJobHandler&lt;THandler, TInput&gt;("kind")</c>.
/// </summary>
/// <typeparam name="TInput">
/// The input record. It is read from JSON in camel case; unknown fields, missing required ones and what its data annotations
/// (or <see cref="System.ComponentModel.DataAnnotations.IValidatableObject"/>) refuse end the job as <c>rejected</c> before it begins.
/// </typeparam>
public interface IJobHandler<TInput>
    where TInput : class
{
    /// <summary>
    /// Does the work of one run and gives back its result; the text written is part of it by itself. May be called several
    /// times for one job: after a failure of a provider and after another node took the job over. What it throws decides what
    /// happens: <see cref="JobFailedException"/> ends the job; <see cref="Retries.ProviderException"/> and network errors are
    /// tried again within limits; anything else ends the job as <c>handler_error</c>. It never runs on an actor's thread.
    /// </summary>
    /// <param name="context">The job, and where its output goes.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the job is stopped, has run too long, or is taken away. A run that does not end within
    /// <see cref="JobsOptions.CancelGrace"/> is abandoned, and what it writes later is dropped.
    /// </param>
    Task<JobResult> RunAsync(JobContext<TInput> context, CancellationToken cancellationToken);

    /// <summary>What is wrong with an input beyond what its annotations say; nothing by default. Must be quick and have no effect.</summary>
    IEnumerable<InputError> Validate(TInput input) => [];
}
