using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Actors.Service.Identity;

/// <summary>
/// Signs tickets and reads them back: base64url of the JSON, a dot, base64url of its HMAC-SHA256 (RFC 2104). A ticket is used
/// as often as its holder reconnects. Thread-safe.
/// </summary>
internal sealed class TicketSigner(TicketKey key, TimeProvider time)
{
    /// <summary>The ticket as it goes into a query.</summary>
    public string Sign(StreamTicket ticket)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(ticket, TicketJson.Default.StreamTicket);
        return Base64Url.EncodeToString(body) + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key.Bytes, body));
    }

    /// <summary>The ticket, or what is wrong with the text.</summary>
    public (StreamTicket? Ticket, string? Fault) Read(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(text.AsSpan(0, dot)) || !Base64Url.IsValid(text.AsSpan(dot + 1)))
        {
            return (null, "The ticket is not one: POST /api/events/ticket gives one.");
        }

        var body = Base64Url.DecodeFromChars(text.AsSpan(0, dot));
        var signature = Base64Url.DecodeFromChars(text.AsSpan(dot + 1));
        if (!CryptographicOperations.FixedTimeEquals(signature, HMACSHA256.HashData(key.Bytes, body)))
        {
            return (null, "The ticket's signature is not of this service.");
        }

        var ticket = JsonSerializer.Deserialize(body, TicketJson.Default.StreamTicket)!;
        return ticket.Expires > time.GetUtcNow().ToUnixTimeSeconds()
            ? (ticket, null)
            : (null, $"The ticket has expired at {DateTimeOffset.FromUnixTimeSeconds(ticket.Expires):O}: ask for another.");
    }
}
