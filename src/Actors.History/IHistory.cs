using Actors.Log;

namespace Actors.History;

/// <summary>
/// What has happened, to be asked about: jobs by id and by user, events by channel, type, job and time. Follows the log from
/// its own watermark, agrees with the claim rule, and can be thrown away and made again from the log. Nobody waits for it but
/// those who ask. Thread-safe.
/// </summary>
/// <remarks>
/// Every question may throw <see cref="LogUnavailableException"/> when the log cannot be read now, and of that the derived
/// <see cref="HistoryUnavailableException"/> when it is the history that cannot be asked.
/// </remarks>
public interface IHistory : IReplayIndex, IAsyncDisposable
{
    /// <summary>
    /// The placement gives a shard to this node. A history that several nodes share is written by the shard's node; one that each
    /// node has for itself follows all shards in any case.
    /// </summary>
    void Assigned(int shard);

    /// <summary>The placement has taken a shard away. More than one node may write for a moment; the watermark decides.</summary>
    void Released(int shard);

    /// <summary>The offset of the next record of a shard that the history has not seen.</summary>
    long Watermark(int shard);

    /// <summary>Ends when the history has seen the record at an offset; at once when it has already.</summary>
    /// <exception cref="HistoryUnavailableException">The shard cannot be followed at present.</exception>
    ValueTask WaitForAsync(int shard, long offset, CancellationToken ct);

    /// <summary>
    /// A job with its terminal event; null when there is none. Looks again when the history has caught up with the log's
    /// present end, so a job is found as soon as its command is durable.
    /// </summary>
    ValueTask<JobView?> FindJobAsync(string jobId, CancellationToken ct);

    /// <summary>A user's jobs, the newest first, page by page. Sees every command and event that the history has seen.</summary>
    ValueTask<JobPage> ListJobsAsync(JobQuery query, CancellationToken ct);

    /// <summary>
    /// The first command with this id of each shard that has one, as far as the history has come now: it waits for nothing, and
    /// says up to where it knows <paramref name="shard"/>. Commands older than what is kept are not found.
    /// </summary>
    ValueTask<KnownCommands> FindCommandsAsync(int shard, string commandId, CancellationToken ct);

    /// <summary>The command that submitted a job, with the job's input; null when retention has removed it.</summary>
    ValueTask<LogRecord?> FindSubmitAsync(JobView job, CancellationToken ct);

    /// <summary>The commands that submitted some jobs, by job, as <see cref="FindSubmitAsync"/> finds each, with one question for all.</summary>
    ValueTask<IReadOnlyDictionary<string, LogRecord>> FindSubmitsAsync(IReadOnlyList<JobView> jobs, CancellationToken ct);

    /// <summary>
    /// The text of a job's last attempt: put together from its events, so far for an open job, whole for one that ended. Null
    /// when there is no such job. Text that retention has removed is missing at the beginning.
    /// </summary>
    ValueTask<string?> ReadTextAsync(string jobId, CancellationToken ct);

    /// <summary>Events of a channel or a job, page by page.</summary>
    /// <exception cref="ArgumentException">The query names neither a channel nor a job, or a limit out of range.</exception>
    ValueTask<EventPage> ListEventsAsync(EventQuery query, CancellationToken ct);

    /// <summary>A channel as it stands at one position: its open jobs with their text so far, and its last events.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="events">How many of the last events, 0 to 1,000.</param>
    /// <param name="ct">Ends the question.</param>
    ValueTask<ChannelSnapshot> SnapshotAsync(string channel, int events, CancellationToken ct);
}
