import { identityOfToken, type Identity } from '../client/identity';
import { randomId } from '../client/random-id';

const userKey = 'actors.user';
const tokenKey = 'actors.token';

/**
 * Who the reader is: `?user=` in the page's address, else the token of this tab, else a user made up once for the browser.
 */
export function currentIdentity(): Identity {
  const asked = new URLSearchParams(location.search).get('user');
  if (asked !== null && asked !== '') {
    return { kind: 'development', userId: asked };
  }
  const token = sessionStorage.getItem(tokenKey);
  const bearer = token === null ? undefined : identityOfToken(token);
  if (bearer !== undefined) {
    return bearer;
  }
  let userId = localStorage.getItem(userKey);
  if (userId === null) {
    userId = `guest-${randomId().slice(0, 8)}`;
    localStorage.setItem(userKey, userId);
  }
  return { kind: 'development', userId };
}

/** Keeps an identity: a token for this tab, a user for the browser. */
export function keepIdentity(identity: Identity): void {
  if (identity.kind === 'token') {
    sessionStorage.setItem(tokenKey, identity.token);
  } else {
    sessionStorage.removeItem(tokenKey);
    localStorage.setItem(userKey, identity.userId);
  }
}
