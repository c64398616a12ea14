namespace Actors.Service.Identity;

/// <summary>The names of the authentication schemes.</summary>
internal static class AuthSchemes
{
    /// <summary>Chooses one of the others by the request.</summary>
    public const string Any = "Any";

    /// <summary>Who says so.</summary>
    public const string Development = "Development";

    /// <summary>A bearer token.</summary>
    public const string Jwt = "Jwt";

    /// <summary>A signed ticket in the query, for streams.</summary>
    public const string Ticket = "Ticket";

    /// <summary>The query parameter that carries a ticket.</summary>
    public const string TicketParameter = "ticket";
}
