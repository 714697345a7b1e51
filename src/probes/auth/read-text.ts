import type { IncomingMessage } from 'node:http';
import { type Body, decodeBody } from '../read-body.ts';

const MOST_BYTES = 256 * 1024;

/** Reads a body as text whatever its type says; a parser for supertest, which would read JSON and lose the text. */
export function readText(stream: unknown, done: (error: Error | null, body: Body | undefined) => void): void {
  const response = stream as IncomingMessage;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = () => {
    const kept = Buffer.concat(chunks).subarray(0, MOST_BYTES);
    const headers = response.headers as Record<string, string>;
    done(null, decodeBody([kept], headers, { bytes, cut: bytes > MOST_BYTES }));
  };
  response.on('data', (chunk: Buffer) => {
    if (bytes > MOST_BYTES) return;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) return;
    response.off('end', finish);
    finish();
    response.destroy();
  });
  response.once('end', finish);
  response.once('error', (error: Error) => done(error, undefined));
}
