import { expect, test } from 'vitest';
import { checks } from './security/compose-namespaces.ts';
import { checks as images } from './security/dockerfile-image.ts';
import { checks as sources } from './source/leftovers.ts';
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

const leftovers = Object.fromEntries(sources.map(check => [check.rule?.id, check]));

test.each([
  ['M02', 'app.py', '    breakpoint()  # noqa: T100'],
  ['M02', 'app.py', '    breakpoint()  # noqa'],
  ['M02', 'app.js', '  debugger; // eslint-disable-line no-debugger'],
  ['M07', 'src/app.js', '  // eslint-disable-next-line no-console\n  console.log(1);'],
  ['M07', 'app.py', 'from flask import Flask\ndef ping():\n    print(1)  # noqa: T201'],
])('%s is allowed by what others allow it with: %s %s', async (id, path, text) => {
  const of = async (source: string) =>
    leftovers[id]?.evaluate(await projectOf({ [path]: `${source}\n` }), {}).status;
  expect(await of(text)).toBe('pass');
  expect(await of(text.replaceAll(/ *(?:\/\/|#).*/g, ''))).toBe('fail');
});

test('an exception of another rule allows nothing', async () => {
  const project = await projectOf({ 'app.py': 'def ping():\n    breakpoint()  # noqa: E501\n' });
  expect(leftovers.M02?.evaluate(project, {}).status).toBe('fail');
});
