import { ActorsClient } from '../client/actors-client';
import { createAnnouncer } from './announcer';
import { createAnswerView } from './answer-view';
import { startComposer } from './composer';
import { createIdentityDialog } from './identity-dialog';
import { currentIdentity } from './identity-store';
import { createJobsView } from './jobs-view';
import { PageSession } from './session';
import { createShellView } from './shell-view';
import { startTheme } from './theme';

declare global {
  interface Window {
    /** What the page has seen, for tests and for the curious. */
    __actors: PageSession;
  }
}

/** How long an example's text may be. */
const exampleTokens = 200;

startTheme();
const identity = currentIdentity();
const askWho = createIdentityDialog(identity);
const views = [
  createShellView(() => session.dispatch({ kind: 'dismiss' })),
  createJobsView((jobId) => session.dispatch({ kind: 'select', jobId })),
  createAnswerView({
    stop: (jobId) => void session.stop(jobId),
    resume: (jobId) => void session.resume(jobId),
    ask: (prompt) => void session.submit({ prompt, maxTokens: exampleTokens }),
  }),
  createAnnouncer(),
];
const session = new PageSession(new ActorsClient(identity), (state) => views.forEach((view) => view(state)), askWho);
window.__actors = session;

window.addEventListener('online', () => session.networkChanged());
window.addEventListener('offline', () => session.networkChanged());
startComposer((request) => {
  session.dispatch({ kind: 'dismiss' });
  return session.submit(request);
});
views.forEach((view) => view(session.state));
void session.load();
