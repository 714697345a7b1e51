import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import { formatSize } from '../../config/units.ts';
import type { Fetched, Resource } from '../../model/observations/pwa.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { networkError } from '../network-error.ts';
import type { WebAddress } from '../web-address.ts';
import { agentFor } from '../web-agent.ts';

const MOST_REDIRECTS = 5;
const MOST_BYTES = 8 * 2 ** 20;

/** A resource with what it holds. */
export interface Download {
  readonly fetched: Fetched;
  /** Empty when nothing answered. */
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Download['headers'];
  readonly body: Buffer;
}

/** What may be said of one request. */
export interface DownloadOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly follow?: boolean;
  /** Enough bytes to know what it is; without it, a body that is larger than is read is a fault. */
  readonly enough?: number;
}

/** Asks for URLs of one web app. */
export interface Downloader {
  get(url: string, options?: DownloadOptions): Promise<Download>;
}

/** @throws ProbeError BODY_TOO_LARGE */
async function read(url: string, stream: Readable, enough: number | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (enough !== undefined && bytes >= enough) break;
    if (bytes <= MOST_BYTES) continue;
    throw new ProbeError('target', 'BODY_TOO_LARGE', `${url} sends more than ${formatSize(MOST_BYTES)}`);
  }
  return Buffer.concat(chunks);
}

const single = (value: string | string[] | undefined) => [value ?? ''].flat()[0] ?? '';

const looksLikeHtml = (mediaType: string, body: Buffer) =>
  mediaType === 'text/html' ||
  /^\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html)[\s>]/i.test(body.toString('utf8', 0, 512));

function describe(
  url: string,
  finalUrl: string,
  redirects: number,
  { status, headers, body }: Answer,
): Resource {
  const mediaType = single(headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? '';
  const html = looksLikeHtml(mediaType, body);
  return { url, finalUrl, redirects, status, mediaType, bytes: body.length, html };
}

async function exchange(
  url: string,
  { headers = {}, enough }: DownloadOptions,
  dispatcher: Dispatcher | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const { protocol } = new URL(url);
  if (protocol === 'data:') {
    const answer = await fetch(url);
    const type = answer.headers.get('content-type') ?? '';
    return { status: 200, headers: { 'content-type': type }, body: Buffer.from(await answer.arrayBuffer()) };
  }
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new ProbeError('target', 'UNSUPPORTED_URL', `${url} cannot be fetched: it is a ${protocol} URL`);
  }
  const sent = { 'user-agent': 'failsafe', accept: '*/*', ...headers };
  const answer = await request(url, { dispatcher, signal, headers: sent });
  return { status: answer.statusCode, headers: answer.headers, body: await read(url, answer.body, enough) };
}

/**
 * Downloads through the connection of `address` what has its origin, and anything else from where it is. What cannot
 * be had within `timeoutMs` is data; only a fault of this machine, and the end of the whole look, is thrown.
 */
export function createDownloader(address: WebAddress, whole: AbortSignal, timeoutMs: number): Downloader {
  const own = agentFor(address).dispatcher;

  async function follow(
    url: string,
    options: DownloadOptions,
    signal: AbortSignal,
    onRedirect: (to: string) => void,
  ): Promise<Download> {
    let current = url;
    for (let count = 0; ; count++) {
      const dispatcher = new URL(current).origin === address.origin ? own : undefined;
      const answer = await exchange(current, options, dispatcher, signal);
      const location = single(answer.headers.location);
      const next = URL.parse(location, current)?.href;
      const moved = answer.status >= 300 && answer.status < 400 && location !== '';
      if ((options.follow ?? true) && moved && next !== undefined && count < MOST_REDIRECTS) {
        current = next;
        onRedirect(next);
        continue;
      }
      return { fetched: describe(url, current, count, answer), body: answer.body, headers: answer.headers };
    }
  }

  return {
    async get(url, options = {}) {
      const signal = AbortSignal.any([whole, AbortSignal.timeout(timeoutMs)]);
      let where = url;
      try {
        return await follow(url, options, signal, to => (where = `${url} leads to ${to}, which`));
      } catch (error) {
        const late = new ProbeError('target', 'TIMEOUT', `${where} did not answer in time`, { cause: error });
        const known = signal.aborted ? late : networkError(error, where);
        if (whole.aborted || !(known instanceof ProbeError) || known.kind === 'observer') throw known;
        const { code, message } = known;
        return { fetched: { url, error: { code, message } }, body: Buffer.alloc(0), headers: {} };
      }
    },
  };
}
