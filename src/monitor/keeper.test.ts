import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createKeeper } from './keeper.ts';
import type { MonitorEvent } from './machine/events.ts';
import { DOWN, see, UP, WEB } from './machine/testing/follow.ts';
import { S, START } from './machine/testing/small-setup.ts';
import { openStore, readState } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'failsafe-keeper-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('while the state cannot be written nothing is acted on, alerts are told, and both are made up for', () => {
  let now = START;
  const said: string[] = [];
  const keeper = createKeeper(
    openStore(folder),
    () => now,
    line => said.push(line),
  );
  const acts = (event: MonitorEvent) => {
    const { actions } = keeper.step(WEB, event);
    now += 10 * S;
    return actions.filter(({ type }) => type === 'act').length;
  };
  for (let cycle = 0; cycle < 3; cycle++) acts(see({ web: UP }));
  const saved = readState(folder);
  // Nothing can be written to a file that is a folder
  const next = join(folder, 'state.json.next');
  mkdirSync(next);
  const during = Array.from({ length: 6 }, () => acts(see({ web: DOWN })));
  expect(during).toEqual([0, 0, 0, 0, 0, 0]);
  expect(keeper.state.outbox).toMatchObject([{ what: 'firing', alerts: [{ root: 'web' }] }]);
  expect(readState(folder)).toEqual(saved);
  expect(said).toEqual([expect.stringContaining('cannot be written, so it acts on nothing: EISDIR')]);
  rmdirSync(next);
  expect(acts({ type: 'tick' })).toBe(1);
  expect(readState(folder)?.subjects.web?.phase).toBe('healing');
  expect(said.at(-1)).toBe('what the monitor knows can be written again');
});

test('a state that cannot be read is kept aside, and its loss is told', () => {
  const file = join(folder, 'state.json');
  writeFileSync(file, '{"version":1,"subj');
  const said: string[] = [];
  const begin = () => createKeeper(openStore(folder), Date.now, line => said.push(line));
  expect(begin().state.subjects).toEqual({});
  expect(said).toEqual([expect.stringMatching(/cannot be read.*state\.json\.unreadable$/)]);
  expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('{"version":1,"subj');
  begin();
  expect(said).toHaveLength(1);
});

test.skipIf(process.platform === 'win32')('what fits on the disk only in part replaces nothing', () => {
  const file = join(folder, 'whole.json');
  writeFileSync(file, 'old');
  const module = new URL('write-durably.ts', import.meta.url).href;
  const write = `import { writeDurably } from '${module}'; writeDurably(process.argv[1], 'n'.repeat(100_000));`;
  // A file may have 8 blocks: of what is written a part fits, as on a disk that is nearly full
  const limited = [
    '-c',
    'ulimit -f 8; exec "$@"',
    'sh',
    process.execPath,
    '--input-type=module',
    '-e',
    write,
  ];
  const { status, stderr } = spawnSync('sh', [...limited, file], { encoding: 'utf8' });
  expect(stderr).toContain('EFBIG');
  expect({ status, text: readFileSync(file, 'utf8') }).toEqual({ status: 1, text: 'old' });
});
