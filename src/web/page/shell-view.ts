import type { ViewState } from '../state/model';
import { byId, setText } from './dom';
import { connectionWords } from './wording';

/** The frame around the answer: the connection's state and the last refusal. */
export function createShellView(dismiss: () => void): (state: ViewState) => void {
  const connection = byId('connection', HTMLElement);
  const connectionText = byId('connection-text', HTMLElement);
  const problem = byId('problem', HTMLElement);
  const problemText = byId('problem-text', HTMLElement);
  byId('problem-close', HTMLButtonElement).addEventListener('click', dismiss);
  return (state) => {
    const slow = state.connection === 'live' && state.degraded;
    connection.dataset['state'] = slow ? 'degraded' : state.connection;
    setText(connectionText, slow ? 'Live, but slow' : connectionWords[state.connection]);
    connection.title = slow ? 'The service says that events may come late' : '';
    problem.hidden = state.problem === undefined;
    setText(problemText, state.problem ?? '');
  };
}
