using System.Text.Json;

namespace Actors.Shards.State;

/// <summary>The text that a <see cref="Actors.Contracts.Jobs.JobStep.Text"/> event adds, read from its JSON: <c>result.text</c>, else <c>text</c>.</summary>
internal static class EventText
{
    /// <summary>The text; null where the event has none.</summary>
    internal static string? Read(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        string? text = null;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
                {
                    continue;
                }

                if (reader.CurrentDepth == 1 && reader.ValueTextEquals("result"u8))
                {
                    continue;
                }

                var isText = reader.ValueTextEquals("text"u8);
                reader.Read();
                if (isText && reader.TokenType == JsonTokenType.String)
                {
                    text = reader.GetString();
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return text;
        }

        return text;
    }
}
