import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { rules } from '../src/engine/rules.generated.ts';
import { projectOf } from '../src/levels/testing.ts';
import type { Verdict } from '../src/model/verdict.ts';
import { LONG } from './support/long-test.ts';

const { failed } = await execa('docker', ['compose', 'version'], { reject: false });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-compose-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Whether docker compose itself takes a file; it needs no engine for that. */
async function isTaken(text: string): Promise<boolean> {
  await writeFile(join(folder, 'compose.yaml'), text);
  const seen = await execa('docker', ['compose', 'config', '--quiet'], { cwd: folder, reject: false });
  return !seen.failed;
}

/** Ids of the rules of level config and source that find something which keeps a file from being used. */
async function findings(text: string): Promise<string[]> {
  const project = await projectOf({ 'compose.yaml': text });
  return rules
    .filter(({ rule, level }) => level !== 'security' && rule?.severity === 'high')
    .filter(({ evaluate }) => (evaluate(project as never, {} as never) as Verdict).status === 'fail')
    .map(({ rule }) => rule?.id ?? '');
}

/** Each call of docker compose takes half a second. */
const SOME = 8;

const withPort = (port: string) =>
  `services:\n  web:\n    image: web:1\n    ports: [${JSON.stringify(port)}]\n`;
const service = (...lines: readonly string[]) =>
  `services:\n  web:\n    image: web:1\n${lines.map(line => `    ${line}\n`).join('')}`;

const PORTS =
  '80|80:80|8080:80|127.0.0.1:8080:80|0.0.0.0::80|:80|80:|80:http|abc|70000|0|0:80|80:0|65536:80|8000-8002:8000-8002|8000-8002:8000-8001|8000-8002:80|80:8000-8002|8002-8000:80|[::1]:81:81|localhost:80:80|80/tcp|80/xyz|80:80/sctp|1.2.3:80:80|300.1.1.1:80:80|127.0.0.1:80|127.0.0.1::80-82| 80:80|80 : 80|-80|80-|80:80:80|80.5|+80';

const BROKEN: Readonly<Record<string, string>> = {
  'an unknown service is needed': service('depends_on: [db]'),
  'two services need one another': `${service('depends_on: [db]')}  db:\n    image: db:1\n    depends_on: [web]\n`,
  'a service needs itself': service('depends_on: [web]'),
  'a volume is not declared': service('volumes: ["data:/data"]'),
  'a network is not declared': service('networks: [inner]'),
  'a secret is not declared': service('secrets: [key]'),
  'a config is not declared': service('configs: [conf]'),
  'a condition is unknown': `${service('depends_on: { db: { condition: ready } }')}  db:\n    image: db:1\n`,
  'a key is misspelt': service('enviroment: { A: b }'),
  'a key of the file is misspelt': 'service:\n  web:\n    image: web:1\n',
  'neither image nor build': 'services:\n  web:\n    command: ["true"]\n',
  'a duration is none': service('healthcheck: { test: [CMD, "true"], interval: soon }'),
  'a list where a map belongs': 'services:\n  - web\n',
  'a number where a map belongs': 'services:\n  web: 1\n',
  'a variable is not closed': service("command: 'echo ${HOME'"),
  'extends an unknown service': service('extends: { service: base }'),
  'the network of an unknown service': service('network_mode: "service:vpn"'),
  'memory that is none': service('mem_limit: lots'),
  'a port of another protocol': withPort('80:80/xyz'),
  'the same key twice': service('image: other:1'),
  'tabs for blanks': 'services:\n\tweb:\n\t\timage: web:1\n',
};

test('each of these is found, whether or not anybody can ask docker compose', async () => {
  const missed: string[] = [];
  for (const [what, text] of Object.entries(BROKEN))
    if ((await findings(text)).length === 0) missed.push(what);
  expect(missed).toEqual([]);
});

describe.skipIf(failed)('docker compose and failsafe agree', () => {
  test('on what is a port', async () => {
    const seen: Record<string, boolean> = {};
    const own: Record<string, boolean> = {};
    for (const port of PORTS.split('|').slice(0, LONG ? undefined : SOME)) {
      seen[port] = await isTaken(withPort(port));
      own[port] = !(await findings(withPort(port))).includes('C32');
    }
    expect(own).toEqual(seen);
  });

  test('on which services of profiles start', async () => {
    const text =
      'services:\n  web: { image: w }\n  mailer: { image: m, profiles: [mail] }\n  both: { image: b, profiles: [mail, data] }\n';
    const file = join(folder, 'compose.yaml');
    await writeFile(file, text);
    await writeFile(join(folder, '.env'), 'COMPOSE_PROFILES=mail\n');
    await writeFile(
      join(folder, 'failsafe.yaml'),
      'version: 1\nproject: x\nstack: { compose: compose.yaml }\n',
    );
    const seen: Record<string, string[]> = {};
    const own: Record<string, string[]> = {};
    for (const active of [undefined, '', '*', ' data,other']) {
      const env = active === undefined ? {} : { COMPOSE_PROFILES: active };
      const { stdout } = await execa('docker', ['compose', 'config', '--services'], { cwd: folder, env });
      seen[`${active}`] = stdout.split('\n').sort();
      own[`${active}`] = [...(await loadConfig({ cwd: folder, environment: env })).topology.services].sort();
    }
    await rm(join(folder, '.env'));
    expect(own).toEqual(seen);
  });

  test.each(Object.entries(BROKEN).slice(0, LONG ? undefined : SOME))(
    'on a file in which %s',
    async (_, text) => {
      expect({ taken: await isTaken(text), found: (await findings(text)).length > 0 }).toEqual({
        taken: false,
        found: true,
      });
    },
  );
});
