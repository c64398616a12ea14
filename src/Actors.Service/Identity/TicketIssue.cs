using Actors.Contracts.Channels;
using Actors.Service.Problems;

namespace Actors.Service.Identity;

/// <summary>Decides what ticket a caller gets.</summary>
internal sealed class TicketIssue(TicketSigner signer, AuthOptions options, TimeProvider time)
{
    // With each up to 136 characters, a ticket stays well within the longest request line.
    private const int MaxChannels = 32;

    /// <summary>A ticket that ends with the caller's own proof, or after <c>Auth:TicketLifetime</c> where that has no end.</summary>
    /// <exception cref="ProblemException">A channel that is none, or that the caller may not hear.</exception>
    public TicketResponse Issue(Caller caller, TicketRequest request)
    {
        var channels = request.Channels ?? caller.Grants.Patterns;
        if (channels.Count > MaxChannels)
        {
            throw new ProblemException(Refusals.Invalid("channels", $"A ticket names at most {MaxChannels} channels; prefixes with * name many at once."));
        }

        foreach (var pattern in request.Channels ?? [])
        {
            if (!IsPattern(pattern))
            {
                throw new ProblemException(Refusals.Invalid("channels", $"'{pattern}' must be 'user:<id>', 'channel:<id>', or a prefix of such names with * at its end."));
            }

            if (pattern != caller.Own.Value && !caller.Grants.Covers(pattern))
            {
                throw new ProblemException(Refusals.Forbidden(
                    $"You may not listen to {pattern}; you may listen to {string.Join(", ", caller.Grants.Patterns.Prepend(caller.Own.Value))}."));
            }
        }

        var expires = caller.Expires ?? time.GetUtcNow() + options.TicketLifetime;
        var ticket = signer.Sign(new StreamTicket(caller.User, channels, expires.ToUnixTimeSeconds()));
        return new TicketResponse(ticket, DateTimeOffset.FromUnixTimeSeconds(expires.ToUnixTimeSeconds()), channels);
    }

    private static bool IsPattern(string? pattern) => pattern is not null
        && (ChannelName.TryParse(pattern, out _) || (pattern.EndsWith('*') && pattern.Length <= 128 + 8));
}
