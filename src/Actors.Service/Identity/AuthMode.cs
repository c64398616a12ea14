namespace Actors.Service.Identity;

/// <summary>How callers prove who they are.</summary>
internal enum AuthMode
{
    /// <summary>They say it: <c>X-User-Id</c> or <c>?user=</c>. For a first run; everyone has all rights.</summary>
    Development,

    /// <summary>A bearer token (RFC 7519), signed with a shared secret or a key of a JWKS.</summary>
    Jwt,
}
