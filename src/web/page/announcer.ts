import type { ViewState } from '../state/model';
import { byId, setText } from './dom';
import { announcementOf, connectionWords } from './wording';

/** Tells screen readers what changed in a sentence each, never the text as it streams. */
export function createAnnouncer(): (state: ViewState) => void {
  const element = byId('announcer', HTMLElement);
  let job = '';
  let wasLive = true;
  return (state) => {
    const selected = state.selected === undefined ? undefined : state.jobs[state.selected];
    const key = selected === undefined ? '' : `${selected.jobId} ${selected.status}`;
    const isLive = state.connection === 'live' || state.connection === 'connecting';
    if (isLive !== wasLive) {
      setText(element, `${connectionWords[state.connection]}.`);
    } else if (selected !== undefined && key !== job) {
      setText(element, announcementOf(selected));
    }
    job = key;
    wasLive = isLive;
  };
}
