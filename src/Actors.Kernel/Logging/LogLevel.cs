namespace Actors.Kernel;

/// <summary>How much a log event matters.</summary>
public enum LogLevel
{
    /// <summary>For those who look for a fault.</summary>
    DebugLevel,

    /// <summary>The normal course of things.</summary>
    InfoLevel,

    /// <summary>Something is odd, and the system goes on.</summary>
    WarningLevel,

    /// <summary>Something failed.</summary>
    ErrorLevel,
}
