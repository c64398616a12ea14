using Microsoft.Extensions.Logging;

namespace Actors.History.Tests;

/// <summary>How often each line was logged.</summary>
internal sealed class LineCounter<T> : ILogger<T>
{
    private readonly Dictionary<int, int> _counts = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_counts)
        {
            _counts[eventId.Id] = _counts.GetValueOrDefault(eventId.Id) + 1;
        }
    }

    internal int Count(int id)
    {
        lock (_counts)
        {
            return _counts.GetValueOrDefault(id);
        }
    }
}
