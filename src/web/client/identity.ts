/** Who asks: a user by name, which a service in development mode believes, or the bearer of a token. */
export type Identity =
  | { readonly kind: 'development'; readonly userId: string }
  | { readonly kind: 'token'; readonly userId: string; readonly token: string };

/** The identity that a JSON Web Token names in `sub`; undefined when the text is no such token. Its signature is the service's to check. */
export function identityOfToken(token: string): Identity | undefined {
  const payload = token.trim().split('.')[1];
  if (payload === undefined) {
    return undefined;
  }
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const subject = (claims as { sub?: unknown } | null)?.sub;
    return typeof subject === 'string' && subject !== ''
      ? { kind: 'token', userId: subject, token: token.trim() }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The headers that carry an identity with a request. */
export function identityHeaders(identity: Identity): Record<string, string> {
  return identity.kind === 'token' ? { Authorization: `Bearer ${identity.token}` } : { 'X-User-Id': identity.userId };
}
