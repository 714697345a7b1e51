import type { PwaObservation } from '../../model/observations/pwa.ts';

/** What keeps an app from being installed. */
export type InstallCode =
  | 'INSECURE_ORIGIN'
  | 'START_URL_INVALID'
  | 'NAME_MISSING'
  | 'DISPLAY_NOT_INSTALLABLE'
  | 'ICON_NOT_SUITABLE';

/** One broken rule. */
export interface InstallProblem {
  readonly code: InstallCode;
  readonly message: string;
}

type Manifest = Readonly<Record<string, unknown>>;

const SMALLEST_ICON = 144;
const INSTALLABLE = ['standalone', 'fullscreen', 'minimal-ui'];
/** Some modes count in `display_override` only; those that Chromium keeps behind a flag are unknown to it. */
const OVERRIDES = [...INSTALLABLE, 'window-controls-overlay', 'unframed'];
const MODES = [...OVERRIDES, 'browser'];
const ICON_TYPES = ['image/png', 'image/svg+xml', 'image/webp'];
const ICON_NAME = /\.(png|svg|webp)$/i;

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

function displayProblem({ display, display_override: override }: Manifest): string | undefined {
  const first = (Array.isArray(override) ? override : [])
    .map(text)
    .map(lower)
    .find(mode => MODES.includes(mode));
  if (first !== undefined) {
    return OVERRIDES.includes(first) ? undefined : `display_override begins with "${first}"`;
  }
  const mode = lower(text(display));
  if (INSTALLABLE.includes(mode)) return undefined;
  return mode === '' ? 'display is missing, which means "browser"' : `display is "${mode}"`;
}

const lower = (value: string) => value.toLowerCase();

function fits(sizes: string): boolean {
  return sizes.split(/\s+/).some(size => {
    if (size === 'any') return true;
    const [, width, height] = /^([1-9]\d*)x([1-9]\d*)$/.exec(size) ?? [];
    return Number(width) >= SMALLEST_ICON && Number(height) >= SMALLEST_ICON;
  });
}

function isSuitable({ claimedSizes, claimedType, purposes, src }: PwaObservation['icons'][number]): boolean {
  const known =
    claimedType === '' ? ICON_NAME.test(src.replace(/[?#].*$/, '')) : ICON_TYPES.includes(claimedType);
  return known && purposes.includes('any') && fits(lower(claimedSizes));
}

function startUrlProblem(
  { start_url: declared }: Manifest,
  start: PwaObservation['startUrl'],
): string | undefined {
  if (typeof declared !== 'string') return 'start_url is missing';
  if (start === undefined) return `start_url "${text(declared)}" is no URL`;
  return start.sameOrigin ? undefined : `start_url "${text(declared)}" lies on another origin than the page`;
}

/** Chromium's rules for an installation, in its order. No service worker and no `id` is asked for any more. */
export function installProblems({ secure, manifest, icons, startUrl }: PwaObservation): InstallProblem[] {
  const value = (manifest?.value ?? {}) as Manifest;
  const found: InstallProblem[] = [];
  const add = (code: InstallCode, message: string | undefined) => {
    if (message !== undefined) found.push({ code, message });
  };
  add('INSECURE_ORIGIN', secure ? undefined : 'the origin is neither HTTPS nor this machine');
  add('START_URL_INVALID', startUrlProblem(value, startUrl));
  const named = text(value.name) !== '' || text(value.short_name) !== '';
  add('NAME_MISSING', named ? undefined : 'name and short_name are missing');
  add('DISPLAY_NOT_INSTALLABLE', displayProblem(value));
  const needed = `no icon is PNG, SVG or WebP, at least ${SMALLEST_ICON} pixels by its sizes, and of purpose any`;
  add('ICON_NOT_SUITABLE', icons.some(isSuitable) ? undefined : needed);
  return found;
}
