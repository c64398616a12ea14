import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs a program to its end; gives its exit code, or the signal that ended it, and what it wrote. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, maxBuffer: 64 << 20, ...options }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), stdout, stderr });
    });
  });
}

/** Runs a program that must succeed; gives what it wrote to stdout. */
export async function output(program, args, options) {
  const { code, stdout, stderr } = await run(program, args, options);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  }
  return stdout;
}
