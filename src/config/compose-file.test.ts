// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose's own syntax is what is tested
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { composePorts } from './compose/compose-ports.ts';
import { readComposeFiles } from './compose-file.ts';
import { folderWith } from './testing/problems-of.ts';

const AT = { file: 'failsafe.yaml', line: 1, column: 1 };

async function read(
  files: Readonly<Record<string, string>>,
  environment: Record<string, string> = {},
  names = Object.keys(files),
) {
  await using folder = await folderWith(files);
  return await readComposeFiles(
    names.map(name => join(folder.path, name)),
    {
      lookup: name => environment[name],
      show: file => file.slice(folder.path.length + 1),
      at: () => AT,
    },
  );
}

async function services(...files: readonly string[]) {
  const { project, problems } = await read(
    Object.fromEntries(files.map((text, index) => [`${index}.yml`, text])),
  );
  expect(problems).toEqual([]);
  return project?.services ?? {};
}

test('what a service is', async () => {
  const { users } = await services(`
services:
  users:
    image: users:1
    build: .
    ports: ['5001:5000']
    restart: always
    healthcheck: { test: [CMD, true] }
`);
  expect(users).toEqual({
    image: 'users:1',
    build: true,
    dependsOn: [],
    healthcheck: true,
    ports: [{ container: 5000, published: 5001, hostIp: undefined, protocol: 'tcp' }],
    replicas: 1,
    restart: 'always',
  });
});

describe('what a service stands on', () => {
  test.each([
    ['depends_on: [b, c]', ['b', 'c']],
    ['depends_on: { b: { condition: service_healthy }, c: {} }', ['b', 'c']],
    ['links: [b, "c:other"]', ['b', 'c']],
    ['network_mode: service:b', ['b']],
    ['network_mode: host', []],
    ['pid: service:b', ['b']],
    ['volumes_from: ["b:ro", "container:elsewhere"]', ['b']],
    ['{ depends_on: [b], links: [b] }', ['b']],
  ])('%s', async (text, expected) => {
    const body = text.startsWith('{') ? text : `{ ${text} }`;
    const { a } = await services(`services:\n  a: ${body}\n  b: { image: b }\n  c: { image: c }\n`);
    expect(a?.dependsOn).toEqual(expected);
  });
});

describe('health checks', () => {
  test.each([
    ['{ test: [CMD, x] }', true],
    ['{ test: exit 0 }', true],
    ['{ disable: true, test: [CMD, x] }', false],
    ['{ test: [NONE] }', false],
    ['{ interval: 5s }', false],
    ['null', false],
  ])('%s', async (text, expected) => {
    expect((await services(`services: { a: { image: a, healthcheck: ${text} } }`)).a?.healthcheck).toBe(
      expected,
    );
  });
});

describe('how many containers', () => {
  test.each([
    ['{}', 1],
    ['{ deploy: { replicas: 2 } }', 2],
    ['{ deploy: { resources: {} } }', 1],
    ['{ scale: 3 }', 3],
    ['{ scale: 3, deploy: { replicas: 3 } }', 3],
    ['{ deploy: { replicas: 0 } }', 0],
    ['{ deploy: { replicas: "${UNSET:-2}" } }', 2],
    ['{ scale: "${UNSET:-0}" }', 0],
    ['{ scale: "${UNSET}" }', 1],
    ['{ deploy: { replicas: many } }', 1],
  ])('%s', async (text, expected) => {
    const { a } = await services(`services: { a: ${text} }`);
    expect(a?.replicas).toBe(expected);
  });

  test('a later file and an extension change it', async () => {
    const { a, b } = await services(
      'services: { base: { scale: 4 }, a: { deploy: { replicas: 2 } }, b: { extends: base } }',
      'services: { a: { deploy: { replicas: 5 } } }',
    );
    expect([a?.replicas, b?.replicas]).toEqual([5, 4]);
  });
});

describe('more than one file', () => {
  test('later ones override, and join lists', async () => {
    const { a, b } = await services(
      "services:\n  a: { image: a:1, ports: ['80:80'], depends_on: [b], healthcheck: { test: [CMD, x] } }\n  b: { image: b }\n",
      "services:\n  a: { image: a:2, ports: ['443:443'], depends_on: { c: {} }, healthcheck: { interval: 1s } }\n  c: { image: c }\n",
    );
    expect(a).toMatchObject({ image: 'a:2', dependsOn: ['b', 'c'], healthcheck: true });
    expect(a?.ports.map(({ container }) => container)).toEqual([80, 443]);
    expect(b?.image).toBe('b');
  });

  test('include and extends, within a file and across files', async () => {
    const { project, problems } = await read(
      {
        'docker-compose.yml': `
include: [other/compose.yml, { path: [third.yml] }]
services:
  base: { image: base, restart: always }
  web: { extends: base, ports: ['80:80'] }
  api: { extends: { file: other/common.yml, service: api }, image: api:2 }
`,
        'other/compose.yml': 'services: { cache: { image: redis } }',
        'third.yml': 'services: { mail: { image: mail } }',
        'other/common.yml': 'services: { api: { image: api:1, restart: on-failure } }',
      },
      {},
      ['docker-compose.yml'],
    );
    expect(problems).toEqual([]);
    expect(Object.keys(project?.services ?? {})).toEqual(['cache', 'mail', 'base', 'web', 'api']);
    expect(project?.services.web).toMatchObject({ image: 'base', restart: 'always' });
    expect(project?.services.api).toMatchObject({ image: 'api:2', restart: 'on-failure' });
  });

  test('a service that extends itself ends somewhere', async () => {
    expect((await services('services: { a: { extends: a, image: a } }')).a?.image).toBe('a');
  });
});

describe('services of profiles start when one of them is active', () => {
  const text = `
services:
  a: { image: a }
  b: { image: b, profiles: [mail] }
  c: { image: c, profiles: [mail, data] }
  d: { image: d, profiles: ['\${NAMED:-tools}'] }
`;
  test.each<[string | undefined, string, Record<string, string[]>]>([
    [undefined, 'a', { b: ['mail'], c: ['mail', 'data'], d: ['tools'] }],
    ['', 'a', { b: ['mail'], c: ['mail', 'data'], d: ['tools'] }],
    ['data', 'a c', { b: ['mail'], d: ['tools'] }],
    ['mail', 'a b c', { d: ['tools'] }],
    ['data, tools', 'a c d', { b: ['mail'] }],
    ['other', 'a', { b: ['mail'], c: ['mail', 'data'], d: ['tools'] }],
    ['*', 'a b c d', {}],
  ])('COMPOSE_PROFILES=%s', async (active, started, inactive) => {
    const environment: Record<string, string> = active === undefined ? {} : { COMPOSE_PROFILES: active };
    const { project } = await read({ 'compose.yml': text }, environment);
    expect(Object.keys(project?.services ?? {}).join(' ')).toBe(started);
    expect(project?.inactive).toEqual(inactive);
  });
});

test('anchors, merges and tags of compose', async () => {
  const found = await services(`
x-base: &base { restart: always }
services:
  a: { <<: *base, image: a, ports: !reset [] }
`);
  expect(found.a).toMatchObject({ restart: 'always', image: 'a' });
});

test('variables', async () => {
  const text =
    "name: ${NAME}\nservices: { a: { image: 'a:${TAG:-1}$$x', ports: ['${PORT-81}:80', '$NONE:82'] } }";
  const { project } = await read({ 'compose.yml': text }, { NAME: 'shop', TAG: '' });
  expect(project?.name).toBe('shop');
  expect(project?.services.a?.image).toBe('a:1$x');
  expect(project?.services.a?.ports.map(({ published, container }) => [published, container])).toEqual([
    [81, 80],
    [undefined, 82],
  ]);
});

test.each([
  ['${A:-${B}}', 'b'],
  ['${A:-${B:-x}}-y', 'b-y'],
  ['${A:-${NONE:-x}}', 'x'],
  ['${A-${B}}', ''],
  ['${B:+${C:-c}}', 'c'],
  ['${A:+${C:-c}}', ''],
  ['${B:-${C:?none}}', 'b'],
  ['${A:-$B}', 'b'],
  ['${A:-{$$}}', '{$}'],
  ['$${A:-${B}}', '${A:-b}'],
])('the variables of %s: %s', async (image, expected) => {
  const text = `services: { a: { image: '${image}' } }`;
  const { project, problems } = await read({ 'compose.yml': text }, { A: '', B: 'b' });
  expect(problems).toEqual([]);
  expect(project?.services.a?.image).toBe(expected);
});

test.each(['${A', '${}', '${A:-${B}', '${A.b}', 'x${1}', '${A:-${B c}}'])(
  'what begins no variable has its place: %s',
  async image => {
    const { problems } = await read({ 'compose.yml': `services:\n  a: { image: '${image}' }` }, {});
    expect(problems).toMatchObject([{ code: 'CONFIG_SYNTAX', at: { line: 2, column: 15 } }]);
  },
);

describe('ports', () => {
  test.each<[unknown, unknown[]]>([
    ['80', [[undefined, 80]]],
    [80, [[undefined, 80]]],
    ['8080:80', [[8080, 80]]],
    ['127.0.0.1:8080:80', [[8080, 80, '127.0.0.1']]],
    ['127.0.0.1::80', [[undefined, 80, '127.0.0.1']]],
    ['[::1]:8080:80', [[8080, 80, '::1']]],
    [
      '8080-8081:80-81',
      [
        [8080, 80],
        [8081, 81],
      ],
    ],
    ['6060:6060/udp', [[6060, 6060, undefined, 'udp']]],
    [{ target: 80, published: '8080', host_ip: '127.0.0.1' }, [[8080, 80, '127.0.0.1']]],
    [{ target: 53, protocol: 'udp' }, [[undefined, 53, undefined, 'udp']]],
    ['nonsense', []],
    [{ published: 1 }, []],
  ])('%j', (port, expected) => {
    const found = composePorts([port]).map(({ published, container, hostIp, protocol }) => [
      published,
      container,
      hostIp,
      protocol,
    ]);
    expect(found).toEqual((expected as unknown[][]).map(([a, b, c, d = 'tcp']) => [a, b, c, d]));
  });
});

describe('problems', () => {
  test('a file that is not there, at the place that names it', async () => {
    const { project, problems } = await read({ 'a.yml': 'services: {}' }, {}, ['a.yml', 'b.yml']);
    expect(project).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'CONFIG_FILE_MISSING', message: 'the compose file b.yml does not exist', at: AT },
    ]);
  });
  test('syntax, at its own place', async () => {
    const { project, problems } = await read({ 'a.yml': 'services:\n\ta: 1\n' });
    expect(project).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'CONFIG_SYNTAX', at: { file: 'a.yml', line: 2, column: 1 } }]);
  });
  test('no map', async () => {
    expect((await read({ 'a.yml': '- a' })).problems).toMatchObject([
      { code: 'CONFIG_SYNTAX', at: { file: 'a.yml' } },
    ]);
  });
  test('duplicate keys, which compose refuses, too', async () => {
    const { problems } = await read({ 'a.yml': 'services:\n  a: { image: x }\n  a: { image: y }\n' });
    expect(problems).toMatchObject([{ code: 'CONFIG_DUPLICATE_KEY', at: { line: 3 } }]);
  });
});
