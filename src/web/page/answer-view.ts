import { isTerminal } from '../client/jobs';
import type { JobView, ViewState } from '../state/model';
import { byId, growText, setText } from './dom';
import { factsOf, statusWords, titleOf } from './wording';

/** How near the end, in pixels, a reader counts as following the text. */
const followDistance = 48;

/** What a reader can do with the job that is shown. */
export interface AnswerCommands {
  stop(jobId: string): void;
  resume(jobId: string): void;
  ask(prompt: string): void;
}

const examples = [
  'Explain how tides work, in plain words',
  'Write a short story about a lighthouse keeper',
  'Describe a city where it always rains',
];

/** The selected job: what was asked, its text as it grows, progress, stop and resume. */
export function createAnswerView(commands: AnswerCommands): (state: ViewState) => void {
  const empty = byId('empty', HTMLElement);
  const answer = byId('answer', HTMLElement);
  const origin = byId('answer-origin', HTMLElement);
  const prompt = byId('answer-prompt', HTMLElement);
  const text = byId('answer-text', HTMLElement);
  const characters = byId('answer-chars', HTMLElement);
  const typing = byId('typing', HTMLElement);
  const error = byId('answer-error', HTMLElement);
  const status = byId('answer-status', HTMLElement);
  const progress = byId('answer-progress', HTMLProgressElement);
  const facts = byId('answer-facts', HTMLElement);
  const stop = byId('stop', HTMLButtonElement);
  const resume = byId('resume', HTMLButtonElement);
  let shown: JobView | undefined;

  stop.addEventListener('click', () => shown && commands.stop(shown.jobId));
  resume.addEventListener('click', () => shown && commands.resume(shown.jobId));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown !== undefined && !isTerminal(shown.status) && document.querySelector('dialog[open]') === null) {
      commands.stop(shown.jobId);
    }
  });
  byId('examples', HTMLElement).append(...examples.map((example) => exampleItem(example, commands)));

  const showText = (job: JobView, another: boolean): void => {
    const following = another || text.scrollHeight - text.scrollTop - text.clientHeight < followDistance;
    growText(characters, job.text);
    if (following) {
      text.scrollTop = isTerminal(job.status) && another ? 0 : text.scrollHeight;
    }
  };

  return (state) => {
    const job = state.selected === undefined ? undefined : state.jobs[state.selected];
    empty.hidden = job !== undefined;
    answer.hidden = job === undefined;
    const another = job?.jobId !== shown?.jobId;
    if (job === undefined || job === shown) {
      shown = job;
      return;
    }
    shown = job;
    const open = !isTerminal(job.status);
    origin.hidden = job.resumedFrom === undefined;
    setText(origin, 'Goes on from a stopped job');
    setText(prompt, titleOf(job));
    typing.hidden = !open;
    text.ariaBusy = String(open);
    showText(job, another);
    error.hidden = job.error === undefined;
    setText(error, [job.error?.error, job.error?.suggestion].filter(Boolean).join(' '));
    setText(status, statusWords[job.status]);
    status.dataset['status'] = job.status;
    status.title = job.message ?? '';
    progress.hidden = !open;
    setProgress(progress, job.progress);
    facts.hidden = open;
    setText(facts, factsOf(job));
    stop.hidden = !open;
    stop.disabled = job.status === 'cancelling';
    resume.hidden = job.status !== 'cancelled' && job.status !== 'failed';
  };
}

function setProgress(element: HTMLProgressElement, progress: number | undefined): void {
  if (progress === undefined) {
    element.removeAttribute('value');
  } else {
    element.value = progress;
  }
}

function exampleItem(example: string, commands: AnswerCommands): HTMLLIElement {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = example;
  button.addEventListener('click', () => commands.ask(example));
  item.append(button);
  return item;
}
