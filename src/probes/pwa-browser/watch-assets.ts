import type { ConsoleMessage, Page, Request, Response } from 'playwright-core';
import { mediaTypeOf } from './failed-fetch.ts';

/** Follows the scripts and style sheets of a page. */
export interface AssetWatch {
  /** Those that the page asked its own origin for and did not get, so far. */
  missing(): string[];
  stop(): void;
}

const isAsset = (request: Request) => ['script', 'stylesheet'].includes(request.resourceType());

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
  const complaints: string[] = [];
  const isOwn = (request: Request) => isAsset(request) && request.url().startsWith(`${origin}/`);
  const onRequest = (request: Request) => {
    if (isOwn(request)) asked.add(request.url());
  };
  const onFailed = (request: Request) => {
    // A page that goes elsewhere breaks off what it had asked for
    if (isOwn(request) && request.failure()?.errorText !== 'net::ERR_ABORTED') lost.add(request.url());
  };
  const onResponse = (response: Response) => {
    if (isOwn(response.request()) && isUseless(response)) lost.add(response.url());
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
    stop() {
      page.off('request', onRequest).off('requestfailed', onFailed).off('response', onResponse);
      page.off('console', onConsole);
    },
  };
}
