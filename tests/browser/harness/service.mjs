import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const project = path.join(root, 'src/Actors.Service');

/** The service as a process of its own, on a free port, with a data directory that goes with it. */
export class Service {
  #process;
  #settings;
  #log = [];

  static async start(settings = {}, scheme = 'http') {
    const service = new Service();
    service.directory = await mkdtemp(path.join(os.tmpdir(), 'actors-browser-'));
    service.port = await freePort();
    service.url = `${scheme}://127.0.0.1:${service.port}`;
    service.#settings = { Urls: service.url, 'Data:Directory': path.join(service.directory, 'data'), ...settings };
    await service.restart();
    return service;
  }

  /** Starts the process again, on the same port with the same data. */
  async restart() {
    const dll = process.env.ACTORS_SERVICE ?? path.join(project, 'bin/Release/net10.0/Actors.Service.dll');
    if (!existsSync(dll)) {
      throw new Error(`${dll} is missing: dotnet build -c Release src/Actors.Service`);
    }
    const args = Object.entries(this.#settings).map(([key, value]) => `--${key}=${value}`);
    const started = spawn('dotnet', [dll, ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (bytes) => this.#log.push(bytes.toString()));
    }
    await until('the service to be ready', async () => {
      if (started.exitCode !== null) {
        throw new Error(`The service ended with ${started.exitCode}:\n${this.log}`);
      }
      return isReady(this.url);
    });
  }

  /** What the service wrote so far. */
  get log() {
    return this.#log.join('');
  }

  /** The process is gone at once, as at a power cut. */
  async kill() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    }
  }

  async stop() {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** A request of `user`; gives the body of an answer of 2xx. */
  async request(user, method, pathAndQuery, body) {
    const response = await fetch(this.url + pathAndQuery, {
      method,
      headers: { 'X-User-Id': user, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${pathAndQuery} was answered ${response.status}: ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The service's certificate may be a self-made one. */
function isReady(url) {
  return new Promise((resolve) => {
    const { get } = url.startsWith('https:') ? https : http;
    const request = get(`${url}/health/ready`, { rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}
