import { expect, test } from 'vitest';
import { chooseVersion, currentVersion } from './choose-version.ts';
import type { DeployRecord } from './record.ts';
import { schemaDifferences } from './schema-state.ts';

/** A version whose image is named by a letter; the later in a list, the older. */
const version = (id: string, image: string, more: Partial<DeployRecord> = {}): DeployRecord => ({
  version: 1,
  id,
  project: 'shop',
  by: 'deploy',
  status: 'kept',
  startedAt: '',
  images: { app: { id: image, name: 'app', kept: `failsafe/shop/app:lkg-${image}` } },
  schemas: {},
  compose: 'same',
  ...more,
});

const chosen = (records: readonly DeployRecord[], image: string, to?: string) => {
  const choice = chooseVersion(records, { app: image }, to);
  return 'version' in choice ? choice.version.id : choice.code;
};

const [c, b, a] = [version('30', 'C'), version('20', 'B'), version('10', 'A')];

test.each<[string, readonly DeployRecord[], string, string | undefined, string]>([
  ['the one before', [c, b, a], 'C', undefined, '20'],
  ['the one before an older one that serves', [c, b, a], 'B', undefined, '10'],
  ['the newest, where something else runs', [c, b, a], 'X', undefined, '30'],
  ['none before the first', [a], 'A', undefined, 'ROLLBACK_NOTHING'],
  ['none where nothing was deployed', [], 'A', undefined, 'ROLLBACK_NOTHING'],
  ['not one that was never kept', [c, { ...b, status: 'rolled-back' }, a], 'C', undefined, '10'],
  ['not one that is the same', [c, version('25', 'C'), a], 'C', undefined, '10'],
  ['one with another compose file', [c, version('25', 'C', { compose: 'other' }), a], 'C', undefined, '25'],
  [
    'older than what a rollback went back to',
    [version('40', 'B', { by: 'rollback', of: '20' }), c, b, a],
    'B',
    undefined,
    '10',
  ],
  [
    'what was gone back to before the last deploy, not the bad one that was gone back from',
    [version('50', 'D'), version('40', 'A', { by: 'rollback', of: '10' }), b, a],
    'D',
    undefined,
    '10',
  ],
  ['what was found', [b, version('05', 'Z', { by: 'found', compose: undefined })], 'B', undefined, '05'],
  ['by id', [c, b, a], 'C', '10', '10'],
  ['by the beginning of an id', [c, b, a], 'C', '1', '10'],
  ['not by one that is of several', [version('11', 'X'), a], 'C', '1', 'ROLLBACK_UNKNOWN'],
  ['not by an unknown id', [c], 'C', '7', 'ROLLBACK_UNKNOWN'],
  ['not one that failed', [{ ...c, status: 'failed' }], 'B', '30', 'ROLLBACK_UNKNOWN'],
])('goes back to %s', (_, records, image, to, id) => {
  expect(chosen(records, image, to)).toBe(id);
});

test('a version serves when all its services run from its images', () => {
  expect(currentVersion([c, b], { app: 'B', other: 'X' })?.id).toBe('20');
  expect(currentVersion([c, b], {})).toBeUndefined();
});

test.each<[string, Parameters<typeof schemaDifferences>[0], Parameters<typeof schemaDifferences>[1], number]>(
  [
    [
      'the same migrations, whatever the columns',
      { db: { revisions: ['1'], columns: 'x' } },
      { db: { revisions: ['1'], columns: 'y' } },
      0,
    ],
    [
      'a migration more',
      { db: { revisions: ['1'], columns: 'x' } },
      { db: { revisions: ['1', '2'], columns: 'x' } },
      1,
    ],
    [
      'a migration instead',
      { db: { revisions: ['1'], columns: 'x' } },
      { db: { revisions: ['2'], columns: 'x' } },
      1,
    ],
    [
      'the same columns, where no migrations are known',
      { db: { columns: 'x' } },
      { db: { columns: 'x' } },
      0,
    ],
    ['other columns, where no migrations are known', { db: { columns: 'x' } }, { db: { columns: 'y' } }, 1],
    ['a target that is declared no more', { db: { columns: 'x' } }, {}, 0],
  ],
)('schemas: %s', (_, then, now, count) => {
  expect(schemaDifferences(then, now)).toHaveLength(count);
});
