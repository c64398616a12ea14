const plainId = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * The private channel of a user: `user:<id>`. An id with other bytes than A-Z a-z 0-9 _ . - (or one that begins with `x--`)
 * becomes `x--` and the base64url of its UTF-8 bytes, as the service maps it.
 */
export function userChannel(userId: string): string {
  if (plainId.test(userId) && !userId.startsWith('x--')) {
    return `user:${userId}`;
  }
  const bytes = new TextEncoder().encode(userId);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `user:x--${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
