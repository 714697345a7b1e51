import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './cache-hit.ts';

const blocks = (hits: number, reads: number) => seen({ cache: { hits, reads } });

judges(check, {}, [
  ['mostly hits', blocks(99_000, 1000), 'pass OK'],
  ['just enough', blocks(90_000, 10_000), 'pass OK'],
  ['just too few', blocks(89_999, 10_001), 'fail LOW_CACHE_HIT'],
  ['too few to tell', blocks(10, 9000), 'skip SKIPPED'],
  ['nothing read yet', blocks(0, 0), 'skip SKIPPED'],
  ...withoutVital('cache'),
]);
