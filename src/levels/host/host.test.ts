import { describe, expect, test } from 'vitest';
import type { ComposeFacts } from '../../model/host.ts';
import type { HostPort, ImageSource, Machine } from '../../model/observations/host.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { check as clock } from './clock.ts';
import { check as compose } from './compose.ts';
import { check as composeFile } from './compose-file.ts';
import { check as disk } from './disk.ts';
import { check as engine } from './engine.ts';
import { check as images } from './images.ts';
import { check as machine } from './machine.ts';
import { check as ports } from './ports.ts';

const said = ({ status, code }: { status: string; code: string }) => `${status} ${code}`;
const GIB = 2 ** 30;
const MIB = 2 ** 20;

describe('host.engine', () => {
  const facts = { time: 0, hereTime: 0, local: true };
  test.each([
    ['27.3.1', 'pass OK'],
    ['20.10.24+dfsg1', 'pass OK'],
    ['19.03.15', 'fail ENGINE_OLD'],
    ['dev', 'pass OK'],
  ])('version %s gives %s', (version, expected) => {
    expect(said(engine.evaluate({ ...facts, version }, undefined))).toBe(expected);
  });

  test('that it does not answer, or may not be used, is a failure; that it refuses is no verdict', () => {
    const verdict = (code: string) =>
      engine.evaluateError?.(new ProbeError('observer', code, 'no'), undefined);
    expect(verdict('ENGINE_UNREACHABLE')).toMatchObject({ status: 'fail', code: 'ENGINE_UNREACHABLE' });
    expect(verdict('ENGINE_PERMISSION')).toMatchObject({ status: 'fail', code: 'ENGINE_PERMISSION' });
    expect(verdict('ENGINE_TIMEOUT')).toMatchObject({ status: 'fail', code: 'ENGINE_TIMEOUT' });
    expect(verdict('ENGINE_ERROR')).toBeUndefined();
  });
});

test.each<[ComposeFacts | undefined, string]>([
  [{ command: 'docker compose', version: '2.29.7' }, 'pass OK'],
  [{ command: 'docker compose', version: '5.0.0' }, 'pass OK'],
  [{ command: 'docker-compose', version: '1.29.2' }, 'warn COMPOSE_V1'],
  [undefined, 'fail COMPOSE_MISSING'],
])('host.compose: %o gives %s', (facts, expected) => {
  expect(said(compose.evaluate(facts, undefined))).toBe(expected);
});

test.each([
  [{ warnings: [] }, 'pass OK'],
  [{ warnings: ['the attribute `version` is obsolete'] }, 'pass OK'],
  [{ warnings: ['The A variable is not set. Defaulting to a blank string.'] }, 'warn VARIABLE_EMPTY'],
  [{ refusal: 'required variable A is missing a value', warnings: [] }, 'fail COMPOSE_REFUSED'],
])('host.compose-file: %o gives %s', (verdict, expected) => {
  expect(said(composeFile.evaluate(verdict, undefined))).toBe(expected);
});

test.each<[HostPort['holders'], string, RegExp]>([
  [[], 'pass OK', /is free/],
  [[{ name: 'container own-1', project: 'own' }], 'pass OK', /this deployment/],
  [[{ name: 'container other-1', project: 'other' }], 'fail PORT_TAKEN', /container other-1 of other/],
  [[{ name: 'nginx', pid: 42 }], 'fail PORT_TAKEN', /nginx \(process 42\)/],
  [[{ name: 'a process of another user' }], 'fail PORT_TAKEN', /another user/],
])('host.ports: %o gives %s', (holders, expected, message) => {
  const verdict = ports.evaluate({ holders, project: 'own' }, { port: 80 });
  expect(said(verdict)).toBe(expected);
  expect(verdict.message).toMatch(message);
});

test.each<[ImageSource, string]>([
  [{ here: true }, 'pass OK'],
  [{ here: false, registry: { host: 'ghcr.io', reached: true } }, 'pass OK'],
  [
    { here: false, registry: { host: 'ghcr.io', reached: false, reason: 'ENOTFOUND' } },
    'fail REGISTRY_UNREACHABLE',
  ],
])('host.images: %o gives %s', (source, expected) => {
  expect(said(images.evaluate(source, { image: 'ghcr.io/a/b' }))).toBe(expected);
});

test.each([
  [1, 'fail DISK_SHORT'],
  [2, 'warn DISK_SCARCE'],
  [5, 'pass OK'],
])('host.disk: %s GiB give %s', (free, expected) => {
  const room = { path: '/var/lib/docker', totalBytes: 100 * GIB, freeBytes: free * GIB };
  expect(said(disk.evaluate(room, undefined))).toBe(expected);
});

const WELL: Machine = {
  memoryBytes: 8 * GIB,
  availableMemoryBytes: 4 * GIB,
  inodes: 1000,
  freeInodes: 500,
  freeBytes: 10 * GIB,
  writable: true,
};
test.each<[Partial<Machine>, string]>([
  [{}, 'pass OK'],
  [{ writable: false }, 'fail FOLDER_READ_ONLY'],
  [{ availableMemoryBytes: 255 * MIB }, 'fail MEMORY_SHORT'],
  [{ availableMemoryBytes: 300 * MIB }, 'warn MEMORY_SCARCE'],
  [{ freeBytes: 100 * MIB }, 'fail PROJECT_DISK_SHORT'],
  [{ freeInodes: 19 }, 'fail INODES_SHORT'],
  [{ inodes: 0, freeInodes: 0 }, 'pass OK'],
])('host.machine: %o gives %s', (change, expected) => {
  expect(said(machine.evaluate({ ...WELL, ...change }, undefined))).toBe(expected);
});

test.each([
  [0, 'pass OK'],
  [-4000, 'pass OK'],
  [6000, 'warn CLOCK_SKEW'],
  [-6000, 'warn CLOCK_SKEW'],
])('host.clock: %s ms apart give %s', (skew, expected) => {
  const facts = { version: '27', time: 10_000 + skew, hereTime: 10_000, local: true };
  expect(said(clock.evaluate(facts, undefined))).toBe(expected);
});
