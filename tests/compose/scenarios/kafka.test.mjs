import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { KafkaChoice, jars } from '../harness/kafka-choice.mjs';
import { output, root, run } from '../harness/run.mjs';
import { text, yaml } from '../harness/texts.mjs';

async function choose(tools, env) {
  const machine = await KafkaChoice.on(tools);
  try {
    return await machine.choose(env);
  } finally {
    await machine.remove();
  }
}

const called = (choice, program) => choice.calls.filter((call) => call.startsWith(`${program} `));

/** The one line of the run's output that says where Kafka comes from. */
const told = (choice) => choice.text.split('\n').filter((line) => /^kafka: /.test(line));

test('the script beside the project is first, and nothing else is looked for', async () => {
  const choice = await choose(['script', 'docker', 'mvn', 'java']);
  assert.equal(choice.chosen, '127.0.0.1:1', choice.text);
  assert.equal(choice.leftOut + choice.failed, '');
  assert.deepEqual(told(choice).map((line) => line.replace(/\/\S+\/shared/, '…/shared')), ['kafka: …/shared/kafka/kafka, at 127.0.0.1:1']);
  assert.deepEqual(choice.calls, []);
});

test('a script that is named and is not there is a failure', async () => {
  const choice = await choose(['docker', 'mvn', 'java'], { ACTORS_TEST_KAFKA_HOME: '/nowhere' });
  assert.match(choice.failed, /the broker of \/nowhere\/kafka does not start/);
  assert.equal(choice.leftOut, 'kafka');
  assert.deepEqual(choice.calls, []);
});

test('brokers that are named are shared, beside a script that starts those that tests kill', async () => {
  const choice = await choose(['script', 'java', 'docker'], { ACTORS_TEST_KAFKA: 'there:9092' });
  assert.equal(choice.chosen, 'there:9092', choice.text);
  assert.equal(choice.leftOut + choice.failed, '');
  assert.match(told(choice).join('\n'), /^kafka: the brokers of ACTORS_TEST_KAFKA, there:9092; those that tests kill are of .*shared\/kafka\/kafka$/);
});

test('brokers that are named come before an engine, and are not killed', async () => {
  const choice = await choose(['docker', 'mvn', 'java'], { ACTORS_TEST_KAFKA: 'there:9092' });
  assert.equal(choice.chosen, 'there:9092', choice.text);
  assert.equal(choice.leftOut, 'kafka-own');
  assert.equal(choice.failed, '');
  assert.deepEqual(told(choice), ['kafka: the brokers of ACTORS_TEST_KAFKA, there:9092']);
  assert.deepEqual(choice.calls, ['kcat -b there:9092 -L -m 10']);
});

test('brokers that are named and do not answer are a failure', async () => {
  const choice = await choose(['docker', 'mvn', 'java'], { ACTORS_TEST_KAFKA: 'there:9092', KCAT: 'silent' });
  assert.match(choice.failed, /no broker of ACTORS_TEST_KAFKA=there:9092 answers/);
  assert.equal(choice.leftOut, 'kafka');
  assert.deepEqual(called(choice, 'docker'), []);
});

test('an engine runs the image of compose.yaml on a loopback port with the settings that tests want, and it is removed', async () => {
  const choice = await choose(['docker', 'mvn', 'java']);
  const [, docker] = called(choice, 'docker');
  const port = choice.chosen.match(/^127\.0\.0\.1:(\d+)$/)[1];
  const name = docker.match(/--name (\S+)/)[1];
  assert.equal(docker.split(' ').at(-1), (await yaml('compose/compose.yaml')).services['kafka-1'].image);
  for (const words of [
    'docker run --detach', `--publish 127.0.0.1:${port}:${port}`, '--tmpfs /var/lib/kafka/data', 'KAFKA_LOG_DIRS=/var/lib/kafka/data',
    `KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:${port}`, `KAFKA_LISTENERS=PLAINTEXT://:${port},CONTROLLER://localhost:9093`,
    'KAFKA_PROCESS_ROLES=broker,controller', 'KAFKA_AUTO_CREATE_TOPICS_ENABLE=false', 'KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS=0',
    'KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS=1000',
  ]) {
    assert.ok(docker.includes(words), `${words} is not in ${docker}`);
  }
  assert.equal(called(choice, 'docker').at(-1), `docker rm --force --volumes ${name}`);
  assert.equal(choice.leftOut, 'kafka-own');
  assert.equal(choice.failed, '');
  assert.equal(told(choice).length, 1);
  assert.match(told(choice)[0], /^kafka: a container of apache\/kafka:[\d.]+, at 127\.0\.0\.1:\d+$/);
  assert.deepEqual(called(choice, 'mvn'), []);
});

test('a container that dies is a failure with what it said, is removed, and Maven is not asked', async () => {
  const choice = await choose(['docker', 'mvn', 'java'], { DOCKER: 'dies' });
  assert.match(choice.failed, /the broker in a container of apache\/kafka:[\d.]+ does not start/);
  assert.match(choice.text, /out of memory/);
  assert.equal(choice.leftOut, 'kafka');
  assert.match(called(choice, 'docker').at(-1), /^docker rm /);
  assert.deepEqual(called(choice, 'mvn'), []);
});

test('without an engine Maven copies the jars once, and a broker is started from them', async () => {
  const machine = await KafkaChoice.on(['docker', 'mvn', 'java']);
  try {
    const choice = await machine.choose({ DOCKER: 'away' });
    assert.match(choice.chosen, /^127\.0\.0\.1:\d+$/, choice.text);
    assert.equal(choice.home, path.join(choice.work, 'kafka-home'));
    assert.equal(choice.leftOut + choice.failed, '');
    assert.match(told(choice).join('\n'), /^kafka: Kafka [\d.]+ of Maven Central, at 127\.0\.0\.1:\d+$/);
    assert.equal(called(choice, 'mvn').length, 2);
    assert.equal(called(choice, 'java').length, 2);
    const again = await machine.choose({ DOCKER: 'away' });
    assert.match(again.chosen, /^127\.0\.0\.1:\d+$/, again.text);
    assert.deepEqual(called(again, 'mvn'), []);
  } finally {
    await machine.remove();
  }
});

test('a copy that fails, and a broker of its jars that dies, are failures', async () => {
  const copy = await choose(['mvn', 'java'], { MAVEN: 'fails' });
  assert.match(copy.failed, /Maven does not copy Kafka [\d.]+/);
  assert.match(copy.text, /BUILD FAILURE/);
  const broker = await choose(['mvn', 'java'], { JAVA: 'dies' });
  assert.match(broker.failed, /the broker of Kafka [\d.]+ of Maven Central does not start/);
  assert.match(broker.text, /out of memory/);
  assert.deepEqual([copy.leftOut, broker.leftOut], ['kafka', 'kafka']);
});

test("where Maven reaches nothing, and where nothing is installed, librdkafka's mock is left, without what it cannot do", async () => {
  for (const choice of [await choose(['docker', 'mvn', 'java'], { DOCKER: 'away', MAVEN: 'away' }), await choose([]), await choose(['docker'], { ACTORS_TEST_KAFKA: 'mock' })]) {
    assert.equal(choice.chosen, 'mock', choice.text);
    assert.equal(choice.leftOut, 'kafka-real kafka-own');
    assert.equal(choice.failed, '');
    assert.match(told(choice).at(-1), /^kafka: librdkafka's mock cluster/);
  }
});

test('the mock may be asked for beside a script', async () => {
  const choice = await choose(['script', 'java'], { ACTORS_TEST_KAFKA: 'mock' });
  assert.equal(choice.chosen, 'mock', choice.text);
  assert.equal(choice.leftOut, 'kafka-real');
  assert.match(told(choice).join('\n'), /mock cluster, in each test's process; those that tests kill are of .*shared\/kafka\/kafka$/);
});

test('Maven copies the version that compose.yaml runs', async () => {
  const version = (await text('tests/run/kafka/pom.xml')).match(/<kafka\.version>(.*)<\/kafka\.version>/)[1];
  assert.equal((await yaml('compose/compose.yaml')).services['kafka-1'].image, `apache/kafka:${version}`);
});

const libs = jars();
test('brokers of a folder of jars are started, killed, paused and started again on their data', { skip: libs === undefined && 'no jars of Kafka here' }, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'actors-jars-'));
  const dir = path.join(folder, 'brokers');
  await symlink(path.join(root, 'tests/run/kafka/kafka'), path.join(folder, 'kafka'));
  await symlink(libs, path.join(folder, 'libs'));
  const kafka = (verb, ...words) => output(path.join(folder, 'kafka'), [verb, '--dir', dir, ...words]);
  try {
    const servers = (await kafka('up', '--brokers', '3', '--set', 'log.retention.hours=7')).trim();
    assert.equal(servers.split(',').length, 3);
    const described = await kafka('run', 'org.apache.kafka.tools.TopicCommand', '--create', '--topic', 't', '--partitions', '3');
    assert.match(described, /^Created topic t\.$/m);
    assert.match(await kafka('run', 'org.apache.kafka.tools.TopicCommand', '--describe', '--topic', 't'), /ReplicationFactor: 3\s+Configs: .*min\.insync\.replicas=2/);
    await kafka('kill', '--broker', '2');
    await kafka('start', '--broker', '2');
    await kafka('pause', '--broker', '3');
    await kafka('resume', '--broker', '3');
    await kafka('stop', '--broker', '1');
    assert.notEqual((await run(path.join(folder, 'kafka'), ['kill', '--dir', dir, '--broker', '1'])).code, 0, 'it does not run');
    await kafka('start', '--broker', '1');
    assert.match(await kafka('run', 'org.apache.kafka.tools.TopicCommand', '--list'), /^t$/m);
    assert.notEqual((await run(path.join(folder, 'kafka'), ['up', '--dir', dir])).code, 0, 'the folder is taken');
  } finally {
    await kafka('down');
    await rm(folder, { recursive: true, force: true });
  }
});
