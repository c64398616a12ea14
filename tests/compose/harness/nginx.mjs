import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../browser/harness/service.mjs';
import { until } from '../../browser/harness/until.mjs';
import { output, root } from './run.mjs';

/** nginx as local.sh starts it, in front of nodes at ports of this machine. */
export class Nginx {
  #process;

  /** `change` may edit the configuration's text before it is used. */
  static async start(ports, change = (text) => text) {
    const nginx = new Nginx();
    nginx.directory = await mkdtemp(path.join(os.tmpdir(), 'actors-nginx-'));
    // Its workers have an account of their own.
    await chmod(nginx.directory, 0o755);
    nginx.port = await freePort();
    nginx.url = `https://127.0.0.1:${nginx.port}`;
    await output(path.join(root, 'compose/nginx/certificate.sh'), [nginx.directory]);
    const file = await render(nginx.directory, `listen 127.0.0.1:${nginx.port} ssl http2;`, servers(ports));
    await writeFile(file, change(await readFile(file, 'utf8')));
    const log = await open(path.join(nginx.directory, 'log'), 'a');
    nginx.#process = spawn('nginx', ['-p', nginx.directory, '-c', file, '-g', 'daemon off;'], { stdio: ['ignore', log.fd, log.fd] });
    await log.close();
    await until('nginx to listen', async () => {
      if (nginx.#process.exitCode !== null) {
        throw new Error(`nginx ended: ${await readFile(path.join(nginx.directory, 'log'), 'utf8')}`);
      }
      return listens(nginx.port);
    });
    return nginx;
  }

  /** The lines that it has logged of requests. */
  async accessLog() {
    return (await readFile(path.join(this.directory, 'access.log'), 'utf8')).split('\n').filter((line) => line !== '');
  }

  async stop() {
    const ended = once(this.#process, 'exit');
    if (this.#process.exitCode === null) {
      this.#process.kill('SIGTERM');
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Writes nginx.conf into a folder and gives its path. */
export async function render(directory, listen, upstream) {
  await output(path.join(root, 'compose/nginx/render.sh'), [directory, listen, upstream]);
  return path.join(directory, 'nginx.conf');
}

const servers = (ports) => ports.map((port) => `server 127.0.0.1:${port} max_fails=2 fail_timeout=2s;`).join(' ');

function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
