import { expect, test } from 'vitest';
import { readDf } from './disk-room.ts';

test.each([
  [
    'Filesystem     1024-blocks     Used Available Capacity Mounted on\noverlay          264212084 5712540 244989516       3% /',
    { totalBytes: 264212084 * 1024, freeBytes: 244989516 * 1024 },
  ],
  ["df: unrecognized option '-P'", undefined],
])('reads df: %j', (output, room) => {
  expect(readDf(output)).toEqual(room);
});
