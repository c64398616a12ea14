import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../browser/harness/service.mjs';
import { output, root } from './run.mjs';

const script = path.join(root, 'compose/local.sh');

// A mock lives in the process of the test that uses it: nodes of their own processes need brokers.
const isMock = process.env.ACTORS_TEST_KAFKA === 'mock';
const brokers = isMock ? undefined : process.env.ACTORS_TEST_KAFKA || undefined;

/** Why no cluster can be started here; undefined when one can. */
export function missing() {
  if (process.env.ACTORS_TEST_KAFKA_HOME || brokers) {
    return undefined;
  }
  for (let folder = path.resolve(root); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'shared/kafka/kafka'))) {
      return undefined;
    }
  }
  return isMock
    ? "the nodes need brokers of a process of their own, and librdkafka's mock cluster lives in a test's"
    : 'no Kafka: neither ACTORS_TEST_KAFKA_HOME nor ACTORS_TEST_KAFKA is set, and shared/kafka is not beside the project';
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
    const kafka = brokers ? ['--kafka', brokers] : [];
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

  // Only up is told where Kafka is: whoever asks later may do so from another shell.
  #call(verb, ...args) {
    const { ACTORS_TEST_KAFKA_HOME: kafka, ...env } = process.env;
    return output('bash', [script, verb, '--dir', this.dir, ...args], { env: verb === 'up' && kafka ? { ...env, ACTORS_TEST_KAFKA_HOME: kafka } : env });
  }
}
