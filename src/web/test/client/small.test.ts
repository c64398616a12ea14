import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../client/backoff';
import { identityOfToken } from '../../client/identity';
import { userChannel } from '../../client/user-channel';

describe('userChannel', () => {
  it('leaves plain ids alone', () => {
    expect(userChannel('u_abc-1.2')).toBe('user:u_abc-1.2');
  });

  it('maps other bytes reversibly, as the service does', () => {
    expect(userChannel('ann@example.org')).toBe('user:x--YW5uQGV4YW1wbGUub3Jn');
    expect(userChannel('Zoë')).toBe('user:x--Wm_Dqw');
  });

  it('maps an id that looks like a mapped one', () => {
    expect(userChannel('x--YQ')).toBe('user:x--eC0tWVE');
  });
});

describe('identityOfToken', () => {
  const token = (claims: unknown) => `e30.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.sig`;

  it('is the subject', () => {
    expect(identityOfToken(` ${token({ sub: 'ann' })} `)).toEqual({ kind: 'token', userId: 'ann', token: token({ sub: 'ann' }) });
  });

  it.each(['', 'abc', 'a.b.c', token({}), token({ sub: 7 }), token(null)])('is nobody for %j', (text) => {
    expect(identityOfToken(text)).toBeUndefined();
  });
});

describe('backoffMs', () => {
  it('doubles up to its cap, half of it by chance', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect([0, 5, 60].map((attempt) => backoffMs(attempt, 1))).toEqual([1000, 30_000, 30_000]);
  });
});
