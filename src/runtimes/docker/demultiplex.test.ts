import { expect, test } from 'vitest';
import { demultiplex } from './demultiplex.ts';

function frame(kind: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = kind;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('joins frames of both outputs, also a character that is split between two', () => {
  const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
  const split = [first, second].map(part => {
    const whole = frame(1, 'x');
    part.copy(whole, 8);
    return whole;
  });
  const stream = Buffer.concat([frame(1, 'out\n'), frame(2, 'err\n'), frame(1, ''), ...split]);
  expect(demultiplex(stream).toString()).toBe('out\nerr\né');
});

test('keeps what came of a frame that was cut off', () => {
  expect(demultiplex(frame(1, 'whole').subarray(0, 10)).toString()).toBe('wh');
});
