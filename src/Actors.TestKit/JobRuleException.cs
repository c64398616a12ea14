namespace Actors.TestKit;

/// <summary>A job's events break a rule.</summary>
public sealed class JobRuleException : Exception
{
    /// <summary>Some rule.</summary>
    public JobRuleException()
    {
    }

    /// <summary>The rules that are broken.</summary>
    public JobRuleException(string message)
        : base(message)
    {
    }

    /// <summary>The rules that are broken, and why.</summary>
    public JobRuleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
