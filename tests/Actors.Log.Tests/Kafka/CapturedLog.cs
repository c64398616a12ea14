using System.Collections.Concurrent;
using Actors.Log.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Tests.Kafka;

/// <summary>Keeps every line, of any level.</summary>
internal sealed class CapturedLog : ILogger<KafkaLog>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    internal IEnumerable<string> Lines => _lines.Select(l => l.Text);

    internal IEnumerable<string> Warnings => _lines.Where(l => l.Level == LogLevel.Warning).Select(l => l.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
}
