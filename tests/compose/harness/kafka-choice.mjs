import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { output, root, run } from './run.mjs';

const commands = ['basename', 'bash', 'cat', 'chmod', 'cut', 'dirname', 'env', 'grep', 'head', 'id', 'ln', 'mkdir', 'mv', 'readlink', 'rm', 'sed', 'seq', 'setsid',
  'sleep', 'tail', 'timeout', 'touch', 'tr'];

// Each writes down its words and does as the variable of its name says.
const stands = {
  ldconfig: 'echo "librdkafka.so.1 => /lib/librdkafka.so.1"',
  kcat: '[ "${KCAT:-}" != silent ]',
  docker: `case $1 in
    info) [ "\${DOCKER:-}" = away ] || echo 28.0.0 ;;
    run) echo c0ffee ;;
    logs) [ "\${DOCKER:-}" = dies ] && echo "out of memory" || echo "[KafkaRaftServer nodeId=1] Kafka Server started" ;;
    inspect) [ "\${DOCKER:-}" = dies ] && echo false || echo true ;;
  esac`,
  mvn: `case "$*" in
    *:get*) [ "\${MAVEN:-}" != away ] ;;
    *:copy-dependencies*)
      [ "\${MAVEN:-}" != fails ] || { echo "BUILD FAILURE"; exit 1; }
      for word; do [ "\${word#-DoutputDirectory=}" = "$word" ] || folder=\${word#*=}; done
      mkdir -p "$folder" && touch "$folder/kafka_2.13-0.jar" ;;
  esac`,
  java: `case "$*" in
    *kafka.Kafka*) [ "\${JAVA:-}" != dies ] || { echo "out of memory"; exit 1; }
      echo "Kafka Server started"; exec sleep 60 ;;
  esac`,
};

const script = `#!/usr/bin/env bash
  case $1 in up) mkdir -p "$3" && echo 127.0.0.1:1 | tee "$3/bootstrap" ;; esac`;

// What tests/run.sh does with it, without the tests.
const choice = `set -uo pipefail
  root=$1 work=$2 install=no
  source tests/run/tally.sh
  source tests/run/install.sh
  source tests/run/servers.sh
  prepare_kafka || miss kafka "$reason"
  echo "chosen=\${ACTORS_TEST_KAFKA:-}"
  echo "home=\${ACTORS_TEST_KAFKA_HOME:-}"
  echo "left out=\${missing_servers[*]-}"
  echo "failed=\${failures[*]-}"
  end_servers`;

/** A machine that has only what it is given, on which the tests choose where Kafka comes from. */
export class KafkaChoice {
  static async on(tools) {
    const machine = new KafkaChoice();
    machine.folder = await mkdtemp(path.join(os.tmpdir(), 'actors-choice-'));
    machine.bin = path.join(machine.folder, 'bin');
    await mkdir(machine.bin);
    for (const name of [...commands, 'tee']) {
      await symlink((await output('bash', ['-c', `type -P ${name}`])).trim(), path.join(machine.bin, name));
    }
    await symlink((await output('python3', ['-c', 'import sys; print(sys.executable)'])).trim(), path.join(machine.bin, 'python3'));
    for (const tool of ['ldconfig', 'kcat', ...tools.filter((tool) => tool !== 'script')]) {
      await machine.#write(path.join(machine.bin, tool), `#!/usr/bin/env bash\n[ ${tool} = ldconfig ] || echo "${tool} $*" >>"$CALLS"\n${stands[tool]}\n`);
    }
    if (tools.includes('script')) {
      await mkdir(path.join(machine.folder, 'shared/kafka'), { recursive: true });
      await machine.#write(path.join(machine.folder, 'shared/kafka/kafka'), script);
    }
    return machine;
  }

  /** What was chosen, what was printed, and which commands were called. */
  async choose(env = {}) {
    const calls = path.join(this.folder, 'calls');
    await rm(calls, { force: true });
    const work = await mkdtemp(path.join(this.folder, 'work-'));
    const { stdout, stderr } = await run('bash', ['-c', choice, 'choice', this.folder, work], {
      env: { PATH: this.bin, HOME: this.folder, CALLS: calls, TMPDIR: os.tmpdir(), ...env },
    });
    const said = (name) => stdout.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1];
    return {
      work, chosen: said('chosen'), home: said('home'), leftOut: said('left out'), failed: said('failed'), text: stdout + stderr,
      calls: existsSync(calls) ? (await readFile(calls, 'utf8')).trim().split('\n') : [],
    };
  }

  remove = () => rm(this.folder, { recursive: true, force: true });

  async #write(file, text) {
    await writeFile(file, text);
    await chmod(file, 0o755);
  }
}

/** A folder of Kafka's jars on this machine; undefined where there is none. */
export function jars() {
  const homes = [process.env.ACTORS_TEST_KAFKA_HOME ?? ''];
  for (let folder = path.resolve(root); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    homes.push(path.join(folder, 'shared/kafka'));
  }
  return homes.map((home) => path.join(home, 'libs')).find((libs) => path.isAbsolute(libs) && existsSync(libs));
}
