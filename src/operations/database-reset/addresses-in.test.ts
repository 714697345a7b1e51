import { expect, test } from 'vitest';
import { addressesIn } from './addresses-in.ts';

test.each([
  [
    'DATABASE_URL=postgresql://me:p%40ss@db:5432/shop',
    { variable: 'DATABASE_URL', host: 'db', database: 'shop' },
  ],
  ['DSN=postgres://db/shop?sslmode=disable', { variable: 'DSN', host: 'db', database: 'shop' }],
  ['URI=postgresql+psycopg2://me:x=y@db/a%20b', { variable: 'URI', host: 'db', database: 'a b' }],
])('%s', (line, address) => {
  expect(addressesIn([line])).toEqual([address]);
});

test.each(['PATH=/usr/bin', 'URL=http://db/shop', 'DATABASE_URL=postgres', 'EMPTY=', 'NOTHING'])(
  '%s names no database',
  line => {
    expect(addressesIn([line])).toEqual([]);
  },
);
