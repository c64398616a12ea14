namespace Actors.Sessions.Tests.Support;

/// <summary>One dispatched event, as a browser would see it.</summary>
/// <param name="Type">What the <c>event:</c> line said; <c>message</c> without one.</param>
/// <param name="Data">The data.</param>
/// <param name="Id">The last event id at its dispatch.</param>
/// <param name="HasId">True when the event had an <c>id:</c> line of its own.</param>
internal sealed record SseEvent(string Type, string Data, string Id, bool HasId)
{
    public string? Text => System.Text.Json.JsonDocument.Parse(Data).RootElement.TryGetProperty("text", out var text) ? text.GetString() : null;

    public string? JsonType => System.Text.Json.JsonDocument.Parse(Data).RootElement.TryGetProperty("type", out var type) ? type.GetString() : null;

    public System.Text.Json.JsonElement Result => System.Text.Json.JsonDocument.Parse(Data).RootElement.GetProperty("result");
}
