import type { ConsoleMessage, Page, Request, Response } from 'playwright-core';
import { mediaTypeOf } from './failed-fetch.ts';

/** Follows the scripts and style sheets of a page, and what its scripts ask for. */
export interface AssetWatch {
  /** Those that the page asked its own origin for and did not get, so far. */
  missing(): string[];
  /** What its scripts asked its own origin for and where the server failed, so far: `GET /users 500`. */
  failed(): string[];
  stop(): void;
}

const isAsset = (request: Request) => ['script', 'stylesheet'].includes(request.resourceType());
const isOfScript = (request: Request) => ['xhr', 'fetch'].includes(request.resourceType());

/** Of a style sheet that has another media type, a browser says nothing, and does not apply it. */
const OF_STYLES = ['text/css', ''];

function isUseless(response: Response): boolean {
  const mediaType = mediaTypeOf(response);
  if (response.status() >= 400 || mediaType === 'text/html') return true;
  return response.request().resourceType() === 'stylesheet' && !OF_STYLES.includes(mediaType);
}

/** Call it before the page is opened. */
export function watchAssets(page: Page, origin: string): AssetWatch {
  const asked = new Set<string>();
  const lost = new Set<string>();
  const failures = new Set<string>();
  const complaints: string[] = [];
  const isNear = (request: Request) => request.url().startsWith(`${origin}/`);
  const isOwn = (request: Request) => isAsset(request) && isNear(request);
  const onRequest = (request: Request) => {
    if (isOwn(request)) asked.add(request.url());
  };
  const onFailed = (request: Request) => {
    // A page that goes elsewhere breaks off what it had asked for
    if (isOwn(request) && request.failure()?.errorText !== 'net::ERR_ABORTED') lost.add(request.url());
  };
  const onResponse = (response: Response) => {
    const request = response.request();
    if (isOwn(request) && isUseless(response)) lost.add(response.url());
    if (isOfScript(request) && isNear(request) && response.status() >= 500)
      failures.add(`${request.method()} ${new URL(request.url()).pathname} ${response.status()}`);
  };
  /** What came and was not taken, for its media type or for what a policy says, shows here only. What a script writes has arguments. */
  const onConsole = (message: ConsoleMessage) => {
    const said = message.text();
    if (message.type() !== 'error' || said === '' || message.args().length > 0) return;
    // Of all else that a browser says, the place is the script that asked
    complaints.push(said.startsWith('Failed to load') ? `${said} '${message.location().url}'` : said);
  };
  page.on('request', onRequest).on('requestfailed', onFailed).on('response', onResponse);
  page.on('console', onConsole);
  return {
    missing: () =>
      [...asked].filter(url => lost.has(url) || complaints.some(said => said.includes(`'${url}'`))),
    failed: () => [...failures],
    stop() {
      page.off('request', onRequest).off('requestfailed', onFailed).off('response', onResponse);
      page.off('console', onConsole);
    },
  };
}
