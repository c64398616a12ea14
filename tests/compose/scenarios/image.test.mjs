import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { freePort } from '../../browser/harness/service.mjs';
import { until } from '../../browser/harness/until.mjs';
import { output, root, run } from '../harness/run.mjs';
import { text } from '../harness/texts.mjs';

/** What .dockerignore keeps out of the folders that it lets in. */
const ignored = /(^|\/)(bin|obj|node_modules)(\/|$)|^src\/web|^src\/Actors\.Service\/data/;

/**
 * What an engine would do, without one: the files that the Dockerfile copies are all that its build gets; the result runs under
 * another account with the image's environment, answers the image's health check, and ends at SIGTERM.
 */
test('the image’s build needs no other files than those it copies, and what it makes runs, tells its health and drains', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'actors-image-'));
  try {
    await chmod(folder, 0o755);
    const dockerfile = (await text('Dockerfile')).replaceAll('\\\n', '');
    for (const [, sources] of dockerfile.matchAll(/^COPY ((?!--from).*) \S+$/gm)) {
      for (const source of sources.split(' ')) {
        await cp(path.join(root, source), path.join(folder, source), {
          recursive: true,
          filter: (file) => !ignored.test(path.relative(root, file)),
        });
      }
    }
    const publish = dockerfile.match(/dotnet publish .*/)[0].replace('-o /app', `-o ${folder}/app`);
    await output('nice', publish.split(' '), { cwd: folder });

    const port = await freePort();
    await mkdir(path.join(folder, 'data'));
    await chmod(path.join(folder, 'data'), 0o777);
    const environment = Object.fromEntries(dockerfile.match(/^ENV (.*)$/m)[1].split(' ').map((pair) => pair.split(/=(.*)/)));
    const variables = { ...environment, Urls: environment.Urls.replace('8080', port), Data__Directory: path.join(folder, 'data') };
    const program = ['dotnet', path.join(folder, 'app/Actors.Service.dll')];

    // Every setting that compose gives a node is one that it knows, and names a server: exit code 1 says that they do not answer here.
    const composed = parse(await output('docker-compose', ['--env-file', 'compose/.env.example', '-f', 'compose/compose.yaml', 'config']));
    const node = composed.services['node-1'].environment;
    const check = await run(program[0], [program[1], '--check-config'], { env: { PATH: process.env.PATH, ...variables, ...node } });
    assert.equal(check.code, 1, check.stdout + check.stderr);
    assert.match(check.stdout, /kafka-1:9092,kafka-2:9092,kafka-3:9092.*NOT OK/);
    assert.match(check.stdout, /redis:6379.*NOT OK/);
    assert.match(check.stdout, /postgres.*NOT OK/i);
    assert.doesNotMatch(check.stdout + check.stderr, /change-me/);

    const [command, ...args] = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...program] : program;
    const service = spawn(command, args, { cwd: path.join(folder, 'app'), env: { PATH: process.env.PATH, ...variables }, stdio: ['ignore', 'ignore', 'inherit'] });
    try {
      const health = JSON.parse(dockerfile.match(/^HEALTHCHECK .* CMD (.*)$/m)[1]).map((word) => word.replace('8080', port));
      const isHealthy = async () => (await run(health[0], health.slice(1))).code === 0;
      assert.equal(await isHealthy(), false);
      await until('the health check', isHealthy);
      service.kill('SIGTERM');
      assert.deepEqual(await once(service, 'exit'), [0, null]);
    } finally {
      service.kill('SIGKILL');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
