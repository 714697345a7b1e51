import { expect, test } from 'vitest';
import { parse } from './compose.ts';

const service = (...lines: readonly string[]) =>
  ['services:', '  web:', '    image: nginx:1.29', ...lines.map(line => `    ${line}`), ''].join('\n');

test.each([
  ['an unknown key', service('port: ["80:80"]'), 4],
  ['a value of the wrong type', service('privileged: [1]'), 4],
  ['a reference that is not closed', service('command: "${NAME"'), 4],
  ['a key twice', service('init: true', 'init: false'), 5],
  ['a tab', 'services:\n\tweb: {}\n', 2],
  ['no map', '- web\n', 1],
  ['an unknown key of the second document', `${service()}---\n${service('port: [80]')}`, 8],
  ['an unknown section', `${service()}service: {}\n`, 4],
])('%s', async (_, text, line) => {
  expect((await parse(text, 'compose.yaml')).flaws[0]?.line).toBe(line);
});

test.each([
  service('ports: !override ["${PORT:-80}:80"]', 'cpus: ${CPUS:-1}'),
  service('x-note: any', 'environment: [A, B=1]', 'command: echo $$HOME'),
  service('environment: !reset null', 'ports: !reset []', 'volumes: [!reset "a:/b", "c:/d"]'),
  `# first\n---\n${service('init: true')}---\n${service('privileged: true')}`,
  'x-common: &common { init: true }\nservices:\n  web: { <<: *common, build: . }\n',
])('%s has no flaw', async text => {
  expect((await parse(text, 'compose.yaml')).flaws).toEqual([]);
});
