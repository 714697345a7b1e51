import { isUtf8 } from 'node:buffer';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { ProbeError } from '../model/probe-error.ts';

/** The body of an answer as text. */
export interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly cut: boolean;
  readonly validText: boolean;
  /** What the bytes are in, where that is not UTF-8 and is known. */
  readonly charset?: string;
}

const UTF8 = 'utf-8';
/** It is in UTF-8 whatever its head says (RFC 8259 §8.1), and whoever reads it reads that. */
const JSON_TYPE = /^[^;]*[/+]json\s*(;|$)/i;

/** As many as there may be charsets in use. */
const MOST_DECODERS = 10;

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

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return new TextDecoder(UTF8, { fatal: true });
  }
}

/** To make one takes longer than to decode a small body. One that has failed, or has begun and not ended, is not used again. */
const decoders = new Map<string, TextDecoder>();

function decodeText(bytes: Buffer, charset: string, cut: boolean): Pick<Body, 'text' | 'validText'> {
  const decoder = decoders.get(charset) ?? decoderOf(charset);
  decoders.delete(charset);
  try {
    const text = decoder.decode(bytes, { stream: cut });
    if (!cut && decoders.size < MOST_DECODERS) decoders.set(charset, decoder);
    return { text, validText: true };
  } catch {
    return { text: new TextDecoder(decoder.encoding).decode(bytes), validText: false };
  }
}

const onlyOf = ([first, ...more]: readonly Buffer[]): Buffer | undefined =>
  more.length === 0 ? first : undefined;

const opensJson = (byte: number) => '[{" \t\r\n'.includes(String.fromCharCode(byte));

function isUtf16([first = 1, second = 1]: Buffer): boolean {
  if (first === 0 || second === 0) return opensJson(first || second);
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function otherCharset(bytes: Buffer, declared: string): string | undefined {
  if (isUtf16(bytes)) return 'utf-16';
  return declared === UTF8 || isUtf8(bytes) ? undefined : declared;
}

/** The text of what was read of a body: in what its head says it is written in, else UTF-8. JSON is read as UTF-8. */
export function decodeBody(
  chunks: readonly Buffer[],
  headers: Readonly<Record<string, string>>,
  { bytes, cut }: Pick<Body, 'bytes' | 'cut'>,
): Body {
  const type = headers['content-type'] ?? '';
  const named = /charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1]?.toLowerCase() ?? UTF8;
  const declared = named === 'utf8' ? UTF8 : named;
  const whole = onlyOf(chunks) ?? Buffer.concat(chunks);
  const { text, validText } = decodeText(whole, JSON_TYPE.test(type) ? UTF8 : declared, cut);
  return { text, validText, bytes, cut, charset: otherCharset(whole, declared) };
}

/** zlib says Z_…, zstd ZSTD_…, and brotli ERR__… (`ERR__ERROR_FORMAT_PADDING_1`). */
const isDecodingError = (error: unknown) => /^(Z_|ZSTD_|ERR__)/.test((error as { code?: string }).code ?? '');

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
  let isEmpty = true;
  try {
    const unpacked = decoded(raw, headers['content-encoding'] ?? '');
    if (unpacked !== raw) raw.once('data', () => (isEmpty = false));
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      chunks.push(chunk.subarray(0, room));
      bytes += Math.min(chunk.length, room);
      cut = chunk.length > room;
      if (cut) break;
    }
  } catch (error) {
    if (!isDecodingError(error)) throw error;
    // The answer to HEAD, and a 204, tell of a body that does not come.
    if (isEmpty) return { text: '', bytes, cut, validText: true };
    const message = `the body is not valid ${headers['content-encoding']}`;
    throw new ProbeError('target', 'BAD_CONTENT_ENCODING', message, { cause: error });
  } finally {
    raw.on('error', () => undefined);
    raw.destroy();
  }
  return decodeBody(chunks, headers, { bytes, cut });
}
