import { expect, test } from 'vitest';
import { loaded, seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './size.ts';

judges(check, { below: 1000 }, [
  ['smaller', seen({ sizeBytes: 999 }), 'pass OK'],
  ['as large', seen({ sizeBytes: 1000 }), 'fail TOO_LARGE'],
  ...withoutVital('sizeBytes'),
]);

test('it applies only where a size is declared', () => {
  expect(check.instances(loaded())).toEqual([]);
  expect(check.instances(loaded({ size: { below: 5 } }))[0]?.expectation).toEqual({ below: 5 });
});
