import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { foldLines } from './fold-lines.ts';

const { dim } = createColors(true);

const ROW = `     ${dim('cause'.padEnd(9))} Somebody stopped it, or its main process finished by itself.`;
const ITEM = ` - containers.current:db, web  ${dim('only what docker compose has started')}`;
const COMMAND = `               $ docker compose -p shop -f docker-compose.yml logs --tail=100 db`;

test('what is too long goes on below its text, whatever its colour; what is to be copied stays in one', () => {
  expect(foldLines([ROW, ITEM, COMMAND].join('\n'), 44)).toBe(
    [
      `     ${dim('cause'.padEnd(9))} Somebody stopped it, or its`,
      '               main process finished by',
      '               itself.',
      ` - containers.current:db, web  ${dim('only what').replace('\u001b[22m', '')}`,
      `   docker compose has started\u001b[22m`,
      COMMAND,
    ].join('\n'),
  );
});

test('a line of a file stays above its caret', () => {
  const frame = `${' '.repeat(15)}key: ${'long '.repeat(20)}\n${' '.repeat(20)}^`;
  expect(foldLines(frame, 60)).toBe(frame);
});

test.each([undefined, 0, 20, 200])('a width of %s changes nothing', width => {
  expect(foldLines(ROW, width)).toBe(ROW);
});
