import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../browser/harness/service.mjs';
import { output, root } from './run.mjs';

const script = path.join(root, 'compose/local.sh');

/** Why no cluster can be started here; undefined when one can. */
export function missing() {
  if (process.env.ACTORS_TEST_KAFKA_HOME || process.env.ACTORS_TEST_KAFKA) {
    return undefined;
  }
  for (let folder = path.resolve(root); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'shared/kafka/kafka'))) {
      return undefined;
    }
  }
  return 'no Kafka: neither ACTORS_TEST_KAFKA_HOME nor ACTORS_TEST_KAFKA is set, and shared/kafka is not beside the project';
}

/** A cluster that local.sh starts, in a folder of its own. */
export class LocalCluster {
  static async start(...options) {
    const cluster = new LocalCluster();
    cluster.dir = await mkdtemp(path.join(os.tmpdir(), 'actors-local-'));
    // PostgreSQL and nginx have accounts of their own, which must come to their folders.
    await output('chmod', ['755', cluster.dir]);
    // A broker that is shared keeps the topics of others.
    const name = `compose-${randomUUID()}`;
    const kafka = process.env.ACTORS_TEST_KAFKA ? ['--kafka', process.env.ACTORS_TEST_KAFKA] : [];
    cluster.options = ['--port', String(await freePort()), ...kafka, '--set', `Kafka:Topic=${name}`, '--set', `Kafka:Group=${name}`, ...options];
    await cluster.up();
    return cluster;
  }

  up = () => this.#call('up', '--no-build', ...this.options);

  /** What runs, as `local.sh status --json` says. */
  status = async () => JSON.parse(await this.#call('status', '--json'));

  kill = (name) => this.#call('kill', name);

  begin = (name) => this.#call('start', name);

  roll = () => this.#call('roll');

  /** One process by its name. */
  async process(name) {
    return (await this.status()).processes.find((process) => process.name === name);
  }

  async stop() {
    if (existsSync(path.join(this.dir, 'options'))) {
      await this.#call('down', '--delete');
    }
    await rm(this.dir, { recursive: true, force: true });
  }

  #call(verb, ...args) {
    return output('bash', [script, verb, '--dir', this.dir, ...args]);
  }
}
