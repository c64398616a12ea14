import type { TextRequest } from '../client/jobs';
import { byId } from './dom';

/** The form at the foot: Enter sends. A prompt that was refused stays to be changed. */
export function startComposer(submit: (request: TextRequest) => Promise<boolean>): void {
  const form = byId('composer', HTMLFormElement);
  const prompt = byId('prompt', HTMLTextAreaElement);
  const length = byId('length', HTMLSelectElement);
  const send = byId('send', HTMLButtonElement);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = prompt.value.trim();
    if (text === '' || send.disabled) {
      return;
    }
    send.disabled = true;
    const accepted = await submit({ prompt: text, ...(length.value === '' ? {} : { maxTokens: Number(length.value) }) });
    send.disabled = false;
    if (accepted && prompt.value.trim() === text) {
      prompt.value = '';
    }
    prompt.focus();
  });
  prompt.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  prompt.focus();
}
