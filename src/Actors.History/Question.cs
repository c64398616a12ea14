namespace Actors.History;

/// <summary>The time that a question to the history takes, from its making until it is disposed of.</summary>
internal readonly struct Question(TimeProvider time) : IDisposable
{
    private readonly long _began = time.GetTimestamp();

    /// <inheritdoc/>
    public void Dispose() => HistoryTelemetry.QuestionSeconds.Record(time.GetElapsedTime(_began).TotalSeconds);
}
