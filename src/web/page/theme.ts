import { byId } from './dom';

const key = 'actors.theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Follows the system until the reader chooses; the choice is kept for the browser. */
export function startTheme(): void {
  const button = byId('theme', HTMLButtonElement);
  const show = (): void => {
    const dark = isDark();
    const chosen = localStorage.getItem(key);
    if (chosen === null) {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    }
    button.textContent = dark ? '☀' : '☾';
    button.ariaLabel = button.title = dark ? 'Light colours' : 'Dark colours';
  };
  button.addEventListener('click', () => {
    localStorage.setItem(key, isDark() ? 'light' : 'dark');
    show();
  });
  prefersDark.addEventListener('change', show);
  show();
}

function isDark(): boolean {
  const chosen = localStorage.getItem(key);
  return chosen === null ? prefersDark.matches : chosen === 'dark';
}
