namespace Actors.Service.Identity;

/// <summary>The claims that identity is made of, named as in a token.</summary>
internal static class CallerClaims
{
    /// <summary>The user's id.</summary>
    public const string Subject = "sub";

    /// <summary>Channels that the user may hear, one claim each: names, or prefixes with <c>*</c>.</summary>
    public const string Channels = "channels";

    /// <summary>Rights, one claim each.</summary>
    public const string Rights = "rights";

    /// <summary>When the identity ends, in seconds since 1970-01-01 UTC.</summary>
    public const string Expires = "exp";

    /// <summary>The right to publish events.</summary>
    public const string Publish = "publish";

    /// <summary>The right to look at the cluster.</summary>
    public const string Admin = "admin";
}
