import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { checks } from './dockerfile-image.ts';

const health = checks.find(({ rule }) => rule?.id === 'D08');
const Dockerfile = 'FROM debian:12\nEXPOSE 80\nCMD ["app"]\n';

test.each([
  ['no service', '', 'fail'],
  ['a service with a health check', '    healthcheck: { test: [CMD, ping] }\n', 'pass'],
  ['a service without one', '    init: true\n', 'fail'],
])('D08 with %s: %j gives %s', async (_, line, status) => {
  const once = '  migrate:\n    build: .\n    command: migrate\n';
  const services = line === '' ? '' : `services:\n  web:\n    build: .\n${line}${once}`;
  const files = { Dockerfile, ...(services !== '' && { 'compose.yaml': services }) };
  expect(health?.evaluate(await projectOf(files), {}).status).toBe(status);
});

const user = checks.find(({ rule }) => rule?.id === 'D01');

test.each([
  ['{ context: ., target: prod }', 'pass'],
  ['{ context: ., target: dev }', 'fail'],
  // The last one
  ['.', 'fail'],
])('D01 looks at the stage that services are built to: %s', async (build, status) => {
  const text = 'FROM debian:12 AS base\nFROM base AS prod\nUSER app\nFROM base AS dev\n';
  const compose = `services:\n  web: { build: ${build} }\n  more: { build: ${build} }\n`;
  const project = await projectOf({ Dockerfile: text, 'compose.yaml': compose });
  expect(user?.evaluate(project, {}).status).toBe(status);
});
