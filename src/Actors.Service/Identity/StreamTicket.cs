namespace Actors.Service.Identity;

/// <summary>What a ticket says: who may hear what until when.</summary>
/// <param name="User">The user's id, unmapped.</param>
/// <param name="Channels">The channels beside the own one, as <see cref="ChannelGrants"/> has them.</param>
/// <param name="Expires">When it ends, in seconds since 1970-01-01 UTC.</param>
internal sealed record StreamTicket(string User, IReadOnlyList<string> Channels, long Expires);
