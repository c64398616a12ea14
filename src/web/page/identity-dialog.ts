import { identityOfToken, type Identity } from '../client/identity';
import { byId } from './dom';
import { keepIdentity } from './identity-store';

/** Asks who the reader is, and begins the page anew as that user. Returns what opens the dialog, with a reason to show. */
export function createIdentityDialog(current: Identity): (reason: string) => void {
  const dialog = byId('identity', HTMLDialogElement);
  const user = byId('identity-user', HTMLInputElement);
  const token = byId('identity-token', HTMLTextAreaElement);
  const reason = byId('identity-reason', HTMLElement);
  const error = byId('identity-error', HTMLElement);

  const open = (why: string): void => {
    if (dialog.open) {
      return;
    }
    user.value = current.userId;
    reason.textContent = why;
    error.hidden = true;
    dialog.showModal();
  };

  byId('identity-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close());
  byId('identity-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const bearer = token.value.trim() === '' ? undefined : identityOfToken(token.value);
    const name = user.value.trim();
    if (token.value.trim() !== '' && bearer === undefined) {
      error.textContent = 'This is no JSON Web Token with a subject.';
      error.hidden = false;
    } else if (bearer !== undefined || name !== '') {
      keepIdentity(bearer ?? { kind: 'development', userId: name });
      location.replace(location.pathname);
    }
  });

  const button = byId('user', HTMLButtonElement);
  button.textContent = current.userId;
  button.addEventListener('click', () => open('Jobs belong to their user. In development any name will do.'));
  return open;
}
