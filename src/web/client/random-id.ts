/** 128 random bits in hexadecimal. `crypto.randomUUID` would need a secure context, which plain HTTP on another host is not. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
