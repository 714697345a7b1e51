import { expect, test } from 'vitest';
import { checks } from './security/compose-namespaces.ts';
import { checks as images } from './security/dockerfile-image.ts';
import { projectOf } from './testing.ts';

const compose = (...lines: readonly string[]) => ({
  'compose.yaml': ['services:', '  vpn:', '    image: vpn:1', ...lines.map(line => `    ${line}`), ''].join(
    '\n',
  ),
});
const hostNetwork = checks.find(({ rule }) => rule?.id === 'C07');
const add = images.find(({ rule }) => rule?.id === 'D05');

test.each([
  [['network_mode: host'], 'fail C07'],
  [['network_mode: host # failsafe:allow C07 it routes for the others'], 'pass OK'],
  [['# failsafe:allow C07 it routes for the others', 'network_mode: host'], 'pass OK'],
  [['# failsafe:allow C07, C08 it routes', '# for the others', 'network_mode: host'], 'pass OK'],
  [['network_mode: host # failsafe:allow C07'], 'fail C07'],
  [['network_mode: host # failsafe:allow C08 another rule'], 'fail C07'],
  [['# failsafe:allow C07 too far above', 'init: true', 'network_mode: host'], 'fail C07'],
])('%j gives %s', async (lines, expected) => {
  const verdict = hostNetwork?.evaluate(await projectOf(compose(...lines)), {});
  expect(`${verdict?.status} ${verdict?.code}`).toBe(expected);
});

test('what is allowed is said', async () => {
  const project = await projectOf(compose('network_mode: host # failsafe:allow C07 it routes'));
  expect(hostNetwork?.evaluate(project, {}).message).toBe('1 files looked at, 1 allowed by a comment');
});

test('a comment for hadolint counts as well', async () => {
  const project = await projectOf({ Dockerfile: 'FROM debian:12\n# hadolint ignore=DL3020\nADD a /a\n' });
  expect(add?.evaluate(project, {}).status).toBe('pass');
});

test('of a change only what it touches counts, at either end, and what is not there', async () => {
  const { files } = await projectOf(compose('network_mode: host'));
  expect(hostNetwork?.evaluate({ files, changed: ['other.py'] }, {}).status).toBe('pass');
  expect(hostNetwork?.evaluate({ files, changed: ['compose.yaml'] }, {}).status).toBe('fail');
});
