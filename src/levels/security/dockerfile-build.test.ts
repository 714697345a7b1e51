import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { checks } from './dockerfile-build.ts';

const unpinned = checks.find(({ rule }) => rule?.id === 'D11');

test.each([
  ['RUN --mount=type=cache,target=/root/.cache/pip pip install uv==0.4.18', 'pass'],
  ['RUN --mount=type=cache,target=/c --mount=type=bind,target=/s pip install uv==0.4.18', 'pass'],
  ['RUN --mount=type=bind,target=/s pip install uv==0.4.18', 'fail'],
])('D11: %s', async (line, status) => {
  const project = await projectOf({ Dockerfile: `FROM python:3.13\n${line}\n` });
  expect(unpinned?.evaluate(project, {}).status).toBe(status);
});

test.each([
  ['debian:stable', 'fail'],
  ['debian:12', 'pass'],
  ['ruby:$RUBY_VERSION-slim', 'pass'],
])('D11: packages of a system in %s', async (image, status) => {
  const project = await projectOf({
    Dockerfile: `ARG RUBY_VERSION=3\nFROM ${image}\nRUN apt-get install -y git\n`,
  });
  expect(unpinned?.evaluate(project, {}).status).toBe(status);
});

const copied = checks.find(({ rule }) => rule?.id === 'D04');

test.each([
  // Of another stage or image, not of the folder
  ['COPY --from=build . /app', 'pass'],
  ['COPY --chown=app:app --from=build . /app', 'pass'],
  ['COPY --chown=app:app . /app', 'fail'],
])('D04: %s', async (line, status) => {
  const project = await projectOf({ Dockerfile: `FROM debian:12 AS build\nFROM debian:12\n${line}\n` });
  expect(copied?.evaluate(project, {}).status).toBe(status);
});
