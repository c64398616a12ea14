import assert from 'node:assert/strict';
import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { validate } from 'dockerfile-utils';
import { output, root, run } from '../harness/run.mjs';
import { render } from '../harness/nginx.mjs';
import { text, yaml } from '../harness/texts.mjs';

const env = 'compose/.env.example';
const composed = (...args) => ['--env-file', env, '-f', 'compose/compose.yaml', ...args];

async function inFolder(body) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'actors-files-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('compose.yaml is what the compose specification allows, and says which secrets it lacks', async () => {
  await output('docker-compose', composed('config', '--quiet'));
  const without = await run('docker-compose', ['-f', 'compose/compose.yaml', 'config', '--quiet'], { env: { PATH: process.env.PATH } });
  assert.notEqual(without.code, 0);
  assert.match(without.stderr, /copy \.env\.example to \.env/);
});

test('every service is pinned, restarts, publishes to this machine alone, and no secret is in the file', async () => {
  const { services } = await yaml('compose/compose.yaml');
  const example = Object.fromEntries((await text(env)).split('\n').filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=')));
  for (const [name, service] of Object.entries(services)) {
    assert.ok(service.build !== undefined || /:v?\d+\.\d+/.test(service.image), `${name}: ${service.image}`);
    assert.equal(service.restart, 'unless-stopped', name);
    for (const port of service.ports ?? []) {
      assert.match(port, /^127\.0\.0\.1:/, name);
    }
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      assert.ok(!/secret|password|apikey/i.test(key) || /^\$\{[A-Z_]+/.test(value), `${name}: ${key}`);
    }
    for (const volume of (service.volumes ?? []).filter((volume) => volume.startsWith('./'))) {
      await access(path.join(root, 'compose', volume.split(':')[0]));
    }
  }
  const variables = [...(await text('compose/compose.yaml')).matchAll(/\$\{([A-Z_]+)(:-)?/g)];
  const offered = [...(await text(env)).matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]);
  for (const [, variable, isOptional] of variables) {
    assert.ok(offered.includes(variable) && (isOptional || example[variable] !== undefined), `${variable} is not in ${env}`);
  }
});

test('a provider that is chosen by its key alone has all that its settings must say', async () => {
  const { environment } = (await yaml('compose/compose.yaml')).services['node-1'];
  const { groups } = (await text('src/Actors.Jobs/JobsValidation.cs')).match(/Provider == JobsDefaults\.OpenAIProvider\)\s*\{(?<checks>.*?)\n {8}\}/s);
  const needed = [...groups.checks.matchAll(/"Jobs:OpenAI:(\w+)/g)].map((match) => match[1]);
  assert.deepEqual(needed, ['BaseUrl', 'ApiKey', 'Model']);
  for (const key of needed.filter((key) => key !== 'ApiKey')) {
    assert.match(environment[`Jobs__OpenAI__${key}`] ?? '', /^\$\{[A-Z_]+:-.+\}$/, key);
  }
  assert.equal(environment.Jobs__OpenAI__ApiKey, '${OPENAI_API_KEY:-}');
});

test('three brokers keep three copies, two of them at least, and a node has longer to leave than it takes', async () => {
  const { services } = await yaml('compose/compose.yaml');
  const brokers = Object.entries(services).filter(([name]) => name.startsWith('kafka-'));
  assert.deepEqual(brokers.map(([, service]) => service.environment.KAFKA_NODE_ID), [1, 2, 3]);
  for (const [name, { environment }] of brokers) {
    assert.equal(environment.KAFKA_DEFAULT_REPLICATION_FACTOR, 3);
    assert.equal(environment.KAFKA_MIN_INSYNC_REPLICAS, 2);
    assert.equal(environment.KAFKA_ADVERTISED_LISTENERS, `PLAINTEXT://${name}:9092`);
    assert.match(environment.KAFKA_CONTROLLER_QUORUM_VOTERS, new RegExp(`${environment.KAFKA_NODE_ID}@${name}:9093`));
  }
  const seconds = async (file, name) => Number((await text(file)).match(new RegExp(`${name} .*FromSeconds\\((\\d+)\\)`))[1]);
  const leaving = await seconds('src/Actors.Service/Node/NodeOptions.cs', 'StreamDrainTime')
    + await seconds('src/Actors.Shards/ShardsOptions.cs', 'DrainTimeout')
    + await seconds('src/Actors.Shards/ShardsOptions.cs', 'LeaveTimeout');
  for (const node of ['node-1', 'node-2', 'node-3']) {
    assert.equal(services[node].environment.Node__Name, node);
    assert.ok(Number.parseInt(services[node].stop_grace_period, 10) > leaving, `${leaving} s`);
  }
});

test('nginx takes its configuration as compose and as local.sh render it', () =>
  inFolder(async (folder) => {
    await chmod(folder, 0o755);
    await output('compose/nginx/certificate.sh', [folder]);
    const { ACTORS_LISTEN: listen, ACTORS_NODES: nodes } = (await yaml('compose/compose.yaml')).services.nginx.environment;
    const { stderr: version } = await run('nginx', ['-v']);
    const [major, minor, patch] = version.match(/(\d+)\.(\d+)\.(\d+)/).slice(1).map(Number);
    // Names and "resolve" need the container's network and an nginx from 1.27.3 on; the rest is the same.
    const isNew = major > 1 || minor > 27 || (minor === 27 && patch >= 3);
    const known = (words) => (isNew ? words : words.replace(/resolver [^;]+;/, '').replaceAll(' resolve ', ' ').replace('ssl; http2 on;', 'ssl http2;'))
      .replaceAll(/node-\d:/g, '127.0.0.1:');
    for (const [listenWords, nodeWords] of [[known(listen), known(nodes)], ['listen 127.0.0.1:8443 ssl http2;', 'server 127.0.0.1:8080;']]) {
      const file = await render(folder, listenWords, nodeWords);
      const { code, stderr } = await run('nginx', ['-t', '-p', folder, '-c', file]);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /\[(warn|emerg)\]/);
      assert.doesNotMatch(await text(path.relative(root, file)), /\$\{ACTORS_/);
    }
  }));

test('every word that the template leaves open is put in by compose', async () => {
  const { environment } = (await yaml('compose/compose.yaml')).services.nginx;
  const words = new Set((await text('compose/nginx/nginx.conf.template')).match(/(?<=\$\{)ACTORS_[A-Z]+/g));
  for (const word of words) {
    assert.ok(environment[word] !== undefined, word);
    assert.match(word, new RegExp(environment.NGINX_ENVSUBST_FILTER));
  }
});

test('the certificate is for localhost, and one that is there stays', () =>
  inFolder(async (folder) => {
    await output('compose/nginx/certificate.sh', [folder]);
    const first = await output('openssl', ['x509', '-in', path.join(folder, 'actors.crt'), '-noout', '-fingerprint', '-ext', 'subjectAltName']);
    assert.match(first, /DNS:localhost, IP Address:127\.0\.0\.1/);
    await output('compose/nginx/certificate.sh', [folder]);
    assert.equal(await output('openssl', ['x509', '-in', path.join(folder, 'actors.crt'), '-noout', '-fingerprint', '-ext', 'subjectAltName']), first);
  }));

test('Prometheus takes its configuration and its rules, and the rules fire when they should', async () => {
  await output('promtool', ['check', 'config', 'compose/prometheus/prometheus.yml']);
  await output('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', 'compose/prometheus/rules.yml']);
  const { stdout, stderr, code } = await run('promtool', ['test', 'rules', 'tests/compose/rules.test.yml']);
  assert.equal(code, 0, stdout + stderr);
});

test('the dashboard asks the provisioned source, each panel under an id of its own', async () => {
  const dashboard = JSON.parse(await text('compose/grafana/dashboards/actors.json'));
  const source = (await yaml('compose/grafana/provisioning/datasources/prometheus.yaml')).datasources[0];
  const provider = (await yaml('compose/grafana/provisioning/dashboards/actors.yaml')).providers[0];
  const { services } = await yaml('compose/compose.yaml');
  assert.ok(services.grafana.volumes.some((volume) => volume.startsWith('./grafana/dashboards:' + provider.options.path)));
  const ids = dashboard.panels.map((panel) => panel.id);
  assert.equal(new Set(ids).size, ids.length);
  const places = new Set(dashboard.panels.map((panel) => `${panel.gridPos.x},${panel.gridPos.y}`));
  assert.equal(places.size, ids.length);
  for (const panel of dashboard.panels.filter((panel) => panel.type !== 'row')) {
    assert.equal(panel.datasource.uid, source.uid, panel.title);
    assert.ok(panel.description?.length > 0, `${panel.title} does not say what it shows`);
    for (const { expr } of panel.targets) {
      await output('promtool', ['check', 'rules', await ruleOf(expr)]);
    }
  }
});

// promtool checks expressions as parts of rules only.
const scratch = await mkdtemp(path.join(os.tmpdir(), 'actors-rules-'));
test.after(() => rm(scratch, { recursive: true, force: true }));
async function ruleOf(expr) {
  const file = path.join(scratch, 'rule.yml');
  const plain = expr.replaceAll('$__rate_interval', '1m');
  await writeFile(file, JSON.stringify({ groups: [{ name: 'g', rules: [{ record: 'r', expr: plain }] }] }));
  return file;
}

test('the Dockerfile is well-formed, its last stage runs as nobody special, and says how it is', async () => {
  const file = await text('Dockerfile');
  assert.deepEqual(validate(file).map((fault) => `${fault.range.start.line + 1}: ${fault.message}`), []);
  const last = file.slice(file.lastIndexOf('\nFROM'));
  assert.match(last, /\nUSER (?!root|0)/);
  assert.match(last, /\nHEALTHCHECK /);
  assert.match(last, /\nENTRYPOINT \["dotnet"/);
  assert.match(last, /librdkafka1/);
  assert.doesNotMatch(file, /:latest|^FROM [^:]+$/m);
});

test('the scripts are sound', async () => {
  await output('shellcheck', ['-x', 'compose/local.sh', 'compose/nginx/certificate.sh', 'compose/nginx/render.sh', 'tests/run.sh', 'tests/run/kafka/kafka']);
});
