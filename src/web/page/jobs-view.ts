import type { JobView, ViewState } from '../state/model';
import { byId, make, setText } from './dom';
import { statusWords, titleOf } from './wording';

/** How much of a result the list shows, in characters. */
const excerptLength = 120;

/** The list of one's jobs, the newest first, each with the beginning of its result. */
export function createJobsView(select: (jobId: string) => void): (state: ViewState) => void {
  const list = byId('jobs', HTMLElement);
  const none = byId('no-jobs', HTMLElement);
  const items = new Map<string, JobItem>();
  return (state) => {
    none.hidden = state.order.length > 0;
    state.order.forEach((jobId, index) => {
      const job = state.jobs[jobId];
      if (job === undefined) {
        return;
      }
      let item = items.get(jobId);
      if (item === undefined) {
        item = new JobItem(() => select(jobId));
        items.set(jobId, item);
      }
      if (list.children[index] !== item.element) {
        list.insertBefore(item.element, list.children[index] ?? null);
      }
      item.show(job, jobId === state.selected);
    });
  };
}

/** One job in the list. */
class JobItem {
  readonly element: HTMLLIElement;
  private readonly button: HTMLButtonElement;
  private readonly title = make('span', 'job-title');
  private readonly result = make('span', 'job-result');
  private readonly badge = make('span', 'badge');
  private readonly time = make('time', '');
  private job: JobView | undefined;

  constructor(onSelect: () => void) {
    this.button = make('button', '', this.title, this.result, make('span', 'job-row', this.badge, this.time));
    this.button.type = 'button';
    this.button.addEventListener('click', onSelect);
    this.element = make('li', '', this.button);
  }

  show(job: JobView, selected: boolean): void {
    this.button.ariaCurrent = String(selected);
    if (job === this.job) {
      return;
    }
    this.job = job;
    this.element.dataset['job'] = job.jobId;
    setText(this.title, titleOf(job));
    setText(this.result, job.error?.error ?? job.text.slice(0, excerptLength));
    setText(this.badge, statusWords[job.status]);
    this.badge.dataset['status'] = job.status;
    if (job.createdAt !== undefined) {
      this.time.dateTime = job.createdAt;
      setText(this.time, new Date(job.createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
    }
  }
}
