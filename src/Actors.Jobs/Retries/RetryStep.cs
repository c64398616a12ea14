namespace Actors.Jobs.Retries;

/// <summary>What becomes of a job whose run failed.</summary>
public enum RetryStep
{
    /// <summary>It fails.</summary>
    Fail,

    /// <summary>The same attempt is run again, from the text so far if there is any; nobody sees a difference.</summary>
    SameAttempt,

    /// <summary>The attempt is given up and the next begins.</summary>
    NextAttempt,
}
