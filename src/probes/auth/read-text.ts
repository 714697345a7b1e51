import type { IncomingMessage } from 'node:http';

/** A body as text, of which no more than the first part is kept. */
export interface BodyText {
  readonly text: string;
  readonly bytes: number;
  readonly cut: boolean;
}

const MOST_BYTES = 256 * 1024;

/** Reads a body as text whatever its type says; a parser for supertest, which would read JSON and lose the text. */
export function readText(
  stream: unknown,
  done: (error: Error | null, body: BodyText | undefined) => void,
): void {
  const response = stream as IncomingMessage;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = () => {
    const text = Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
    done(null, { text, bytes, cut: bytes > MOST_BYTES });
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
