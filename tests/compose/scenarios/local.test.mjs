import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { run } from '../harness/run.mjs';

let folder;
before(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'actors-words-')); });
after(() => rm(folder, { recursive: true, force: true }));

const local = (words, env = {}) => run('bash', ['compose/local.sh', ...words], { env: { ...process.env, ...env } });

for (const word of ['help', '--help', '-h']) {
  test(`${word} is answered where nothing was ever started`, async () => {
    const { code, stdout } = await local([word], { TMPDIR: path.join(folder, 'empty') });
    assert.equal(code, 0);
    assert.match(stdout, /local\.sh up \[options\]/);
  });
}

for (const [words, sentence] of [
  [['--embedded', '--nodes', '3'], /--embedded is one node/],
  [['--nodes', '3', '--embedded'], /--embedded is one node/],
  [['--embedded', '--brokers', '2'], /--embedded is one node/],
  [['--embedded', '--kafka', 'there:9092'], /--embedded is one node/],
  [['--brokers', '0'], /--brokers must be 1 to 9/],
]) {
  test(`up ${words.join(' ')} is refused in one sentence, and starts nothing`, async () => {
    const { code, stderr } = await local(['up', '--no-build', '--dir', path.join(folder, 'refused'), ...words]);
    assert.equal(code, 2);
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  });
}

test('a broker is stopped and killed by the name that status gives it, and kafka means them all', async () => {
  const dir = path.join(folder, 'cluster');
  const calls = path.join(folder, 'calls');
  await writeFile(path.join(folder, 'kafka'), `#!/usr/bin/env bash\necho "$1 $5" >>'${calls}'\n`);
  await chmod(path.join(folder, 'kafka'), 0o755);
  await mkdir(path.join(dir, 'kafka/1'), { recursive: true });
  await mkdir(path.join(dir, 'kafka/2'));
  await writeFile(path.join(dir, 'options'), ["nodes=1", 'brokers=2', "kafka=''", 'redis=no', 'postgres=no', 'nginx=no'].map((words) => `declare -- ${words}\n`).join(''));
  const brokers = [1, 2].map(() => spawn('sleep', ['60'], { argv0: `${dir}/kafka/broker` }));
  try {
    await Promise.all(brokers.map((broker, i) => writeFile(path.join(dir, `kafka/${i + 1}/pid`), String(broker.pid))));
    for (const [verb, name, wanted] of [
      ['kill', 'kafka/2', 'kill 2'], ['stop', 'kafka/1', 'stop 1'], ['kill', 'kafka', 'kill 1\nkill 2'], ['stop', 'kafka', 'stop 1\nstop 2'],
    ]) {
      await rm(calls, { force: true });
      const { code, stderr } = await local([verb, name, '--dir', dir], { ACTORS_TEST_KAFKA_HOME: folder });
      assert.equal(code, 0, stderr);
      assert.equal((await readFile(calls, 'utf8')).trim(), wanted, `${verb} ${name}`);
    }
    const { code, stderr } = await local(['kill', 'kafka/3', '--dir', dir], { ACTORS_TEST_KAFKA_HOME: folder });
    assert.equal(code, 2);
    assert.match(stderr, /there is no kafka\/3/);
  } finally {
    brokers.forEach((broker) => broker.kill());
  }
});
