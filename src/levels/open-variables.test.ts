import { expect, test } from 'vitest';
import { rules } from '../engine/rules.generated.ts';
import { exampleService } from './compose-services.ts';
import { projectOf } from './testing.ts';

const COMPOSE = /^C(?:18|22|27|28|32|33)$/;

const found = async (...lines: readonly string[]) => {
  const project = await projectOf(exampleService(...lines));
  return rules.flatMap(({ rule, evaluate }) => {
    if (rule === undefined || !COMPOSE.test(rule.id)) return [];
    const { spots = [] } = evaluate(project as never, {} as never);
    return spots.map(() => rule.id);
  });
};

const HARDENED = ['restart: always', 'security_opt: ["no-new-privileges:true"]'];
const V = '${V:?}';

test.each([
  [`ports: ["${V}:8080:80"]`],
  [`ports: ["${V}:80", "\${OTHER:?}:81"]`],
  [`volumes: ["${V}:/data"]`],
  ['volumes: ["${PWD}:${PWD}", "${HOME}/.cache:/cache"]'],
  [`volumes: [{ type: volume, source: "${V}", target: /data }]`],
  [`depends_on: ["${V}"]`],
  [`networks: ["${V}"]`],
  [`healthcheck: { test: [CMD, "true"], interval: "${V}" }`],
  [`container_name: "${V}"`],
])('what %s will be is not known, so that nothing is said of it', async line => {
  expect(await found(...HARDENED, line)).toEqual([]);
});

test('nor of what says how it starts again, and of its rights', async () => {
  expect(await found(`restart: "${V}"`, `security_opt: ["${V}"]`)).toEqual([]);
});

test.each([
  ['ports: ["${V:-80:http}"]', 'C32'],
  ['volumes: ["${V:-data}:/data"]', 'C27'],
  ['depends_on: ["${V:-db}"]', 'C27'],
  ['healthcheck: { test: [CMD, "true"], interval: "${V:-1}" }', 'C33'],
])('a default is known: %s breaks %s', async (line, rule) => {
  expect(await found(...HARDENED, line)).toEqual([rule]);
});
