using System.ComponentModel.DataAnnotations;

namespace Actors.Service.Commands;

/// <summary>Section <c>Commands</c>: how a repeated request is recognised.</summary>
internal sealed record CommandsOptions
{
    /// <summary>
    /// How far back the log alone tells a repeat by its idempotency key, while the history does not answer. Default 10 minutes;
    /// with the history it is <c>History:Retention:Commands</c>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeyWindow { get; init; } = TimeSpan.FromMinutes(10);
}
