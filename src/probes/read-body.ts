import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { ProbeError } from '../model/probe-error.ts';

/** The body of an answer as text. */
export interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly cut: boolean;
  readonly validText: boolean;
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

function decoded(raw: Readable, encodings: string): Readable {
  const names = encodings.split(',').map(name => name.trim().toLowerCase());
  return names.reduceRight<Readable>((stream, name) => {
    if (name === '' || name === 'identity') return stream;
    const decoder = DECODERS[name]?.();
    if (decoder === undefined) {
      throw new ProbeError(
        'target',
        'BAD_CONTENT_ENCODING',
        `the body is encoded as "${name}", which was not asked for`,
      );
    }
    stream.on('error', error => decoder.destroy(error));
    return stream.pipe(decoder);
  }, raw);
}

function decodeText(bytes: Buffer, charset: string, cut: boolean): Pick<Body, 'text' | 'validText'> {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    decoder = new TextDecoder('utf-8', { fatal: true });
  }
  try {
    return { text: decoder.decode(bytes, { stream: cut }), validText: true };
  } catch {
    return { text: new TextDecoder(decoder.encoding).decode(bytes), validText: false };
  }
}

const isDecodingError = (error: unknown) =>
  /^(Z_|ERR_BROTLI|ERR__?ZSTD|ERR_PADDING|ZSTD_)/.test((error as { code?: string }).code ?? '');

/**
 * Reads a body up to `maxBytes` of its decoded form: neither an endless body nor a small one that unpacks to gigabytes
 * costs more than that.
 *
 * @throws ProbeError BAD_CONTENT_ENCODING, and what the stream throws
 */
export async function readBody(
  raw: Readable,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let cut = false;
  try {
    for await (const chunk of decoded(raw, headers['content-encoding'] ?? '') as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      chunks.push(chunk.subarray(0, room));
      bytes += Math.min(chunk.length, room);
      cut = chunk.length > room;
      if (cut) break;
    }
  } catch (error) {
    if (!isDecodingError(error)) throw error;
    const message = `the body is not valid ${headers['content-encoding']}`;
    throw new ProbeError('target', 'BAD_CONTENT_ENCODING', message, { cause: error });
  } finally {
    raw.on('error', () => undefined);
    raw.destroy();
  }
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return { ...decodeText(Buffer.concat(chunks), charset, cut), bytes, cut };
}
