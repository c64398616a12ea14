namespace Actors.Jobs.Handlers;

/// <summary>
/// Says that a run may go on exactly where the text so far ends. Implemented by handlers, and by chat clients (asked through
/// <c>GetService</c>). Without it a failed or taken-over attempt begins anew and clients drop what they show.
/// </summary>
public interface IContinueFromText
{
    /// <summary>True when the text of a run given <see cref="JobContext.TextSoFar"/> continues that text as if nothing had happened.</summary>
    bool CanContinue { get; }
}
