using System.ComponentModel.DataAnnotations;
using System.Text;
using Actors.Service.Configuration;

namespace Actors.Service.Identity;

/// <summary>Section <c>Auth</c>.</summary>
internal sealed record AuthOptions
{
    /// <summary>How callers prove who they are. Default <see cref="AuthMode.Development"/>.</summary>
    public AuthMode Mode { get; init; } = AuthMode.Development;

    /// <summary>What a token must look like; read when <see cref="Mode"/> is <see cref="AuthMode.Jwt"/>.</summary>
    public JwtOptions Jwt { get; init; } = new();

    /// <summary>
    /// The secret behind tickets, at least 32 bytes; nodes that share it take each other's tickets. Default: derived from the
    /// tokens' secret where there is one, else made once and kept in the data directory.
    /// </summary>
    public string? TicketSecret { get; init; }

    /// <summary>How long a ticket holds where no token's expiry bounds it. Default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan TicketLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Looks at what one key alone cannot tell.</summary>
    /// <exception cref="SettingException">Keys contradict each other, or one that is needed is missing.</exception>
    public void Validate()
    {
        if (TicketSecret is not null)
        {
            RequireLong("Auth:TicketSecret", TicketSecret);
        }

        if (Mode == AuthMode.Jwt)
        {
            Jwt.Validate();
        }
    }

    internal static void RequireLong(string key, string secret)
    {
        // RFC 7518 §3.2: a key of the hash's size or larger.
        const int minBytes = 32;
        if (Encoding.UTF8.GetByteCount(secret) < minBytes)
        {
            throw new SettingException($"{key} must be a secret of at least {minBytes} bytes.");
        }
    }
}
