import type { WebTarget } from '../model/target.ts';
import type { Draft, Entry } from './draft.ts';
import type { DraftTarget } from './draft-targets.ts';
import type { FoundService } from './find-services.ts';
import type { Live, SeenPath } from './look-live.ts';
import type { Survey } from './survey.ts';

/** The stack as it runs, with its web targets by name. */
export interface Running {
  readonly live: Live;
  readonly webTargets: Readonly<Record<string, WebTarget>>;
}

const MOST = 40;
/** What a route of healthy code may answer to a stranger. */
const STRANGER = [200, 301, 302, 307, 308, 401, 403];

/** A path to ask for, and why. */
export interface Candidate {
  readonly target: string;
  readonly path: string;
  readonly from: string;
  /** What it must answer where it cannot be asked. */
  readonly status?: number;
}

const HEALTH_URL = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?(\/[^\s"'|;&)]*)?/;

/** The address that a health check of the compose file asks for: it must answer well, or the service is unhealthy. */
function healthAddress({ raw }: FoundService): { port: number; path: string } | undefined {
  const { test } = (raw.healthcheck ?? {}) as { test?: unknown };
  const text = [test].flat().join(' ');
  if (!/\b(?:curl\b.*(?:\s-\w*f|--fail)|wget)\b/.test(text)) return undefined;
  const [, port = '80', path = '/'] = HEALTH_URL.exec(text) ?? [];
  return HEALTH_URL.test(text) ? { port: Number(port), path } : undefined;
}

const isWithin = (file: string, folder: string) => folder === '.' || file.startsWith(`${folder}/`);

/** The service whose code a file is: the one that is built from the nearest folder above it. */
export function ownerOf(file: string, services: readonly FoundService[]): FoundService | undefined {
  const built = services.filter(
    ({ code, oneShot }) => code !== undefined && oneShot === undefined && isWithin(file, code),
  );
  return built.toSorted((a, b) => (b.code?.length ?? 0) - (a.code?.length ?? 0))[0];
}

/** The paths that are worth asking for: of health checks, of the code, and the page of each target that has none. */
export function candidates(
  { services, routes }: Survey,
  targets: readonly DraftTarget[],
  front: DraftTarget | undefined,
): Candidate[] {
  const webs = targets.filter(({ use }) => use === 'web');
  const healthy = services.flatMap((service): Candidate[] => {
    const address = healthAddress(service);
    const target = webs.find(one => one.service === service.name && one.port === address?.port);
    if (address === undefined || target === undefined) return [];
    return [{ target: target.name, path: address.path, from: 'its health check asks for it', status: 200 }];
  });
  const coded = routes.flatMap(({ path, file, line, status }): Candidate[] => {
    const owner = ownerOf(file, services);
    // One whose code is built into no image is served by whoever is in front
    const target = webs.find(({ service }) => service === owner?.name) ?? front;
    return target === undefined ? [] : [{ target: target.name, path, from: `${file}:${line}`, status }];
  });
  const pages = webs.map(({ name }): Candidate => ({ target: name, path: '/', from: 'its page' }));
  const all = [...healthy, ...coded, ...pages];
  return [...new Map(all.toReversed().map(one => [`${one.target} ${one.path}`, one])).values()].toReversed();
}

function nameOf({ target, path }: Candidate, front: string | undefined, taken: Set<string>): string {
  const slug = path.replace(/[^A-Za-z0-9]+/g, '.').replace(/^\.+|\.+$/g, '') || 'page';
  const base = target === front ? slug : `${target}.${slug}`;
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
  taken.add(name);
  return name;
}

interface Asked extends Candidate {
  /** Undefined where the stack does not run. */
  readonly seen?: SeenPath;
}

/** Whether the same code answers: a proxy may have no route, or answer by itself. */
function isSame(one: SeenPath, other: SeenPath): boolean {
  if (!('expect' in one) || !('expect' in other)) return false;
  return one.expect.status === other.expect.status && one.expect.contentType === other.expect.contentType;
}

/** Asks for a path as people do, through the front, where what is behind it answers the same; else the service itself. */
async function ask(
  candidate: Candidate,
  front: string | undefined,
  { live, webTargets }: Running,
): Promise<Asked> {
  const target = webTargets[candidate.target];
  const first = front === undefined || candidate.target === front ? undefined : webTargets[front];
  if (target === undefined) return candidate;
  const seen = await live.path(target, candidate.path);
  if (first === undefined || candidate.path === '/') return { ...candidate, seen };
  const through = await live.path(first, candidate.path);
  return isSame(seen, through) ? { ...candidate, target: first.name, seen: through } : { ...candidate, seen };
}

/** An endpoint, or why there is none; undefined where there is nothing to tell. */
function entryOf(asked: Asked, front: string | undefined, taken: Set<string>): Entry | string | undefined {
  const { target, path, from, status, seen } = asked;
  const isPage = from === 'its page';
  const entry = (expect: object, more: Partial<Entry>): Entry => {
    const other = target !== front && { target };
    return { value: { name: nameOf(asked, front, taken), ...other, get: path, expect }, ...more };
  };
  if (seen !== undefined) {
    if ('expect' in seen) return entry(seen.expect, { note: `${from}; as it answers now` });
    return isPage ? undefined : `GET ${path} of ${target} (${from}): ${seen.reason}`;
  }
  if (isPage) return undefined;
  if (status !== undefined && !from.includes(':')) return entry({ status }, { note: from });
  return entry({ status: status ?? STRANGER }, { guessed: `${from}; what it answers was not seen` });
}

/** What stands in failsafe.yaml of these paths: what they answer where the stack runs, else what is certain, else a guess. */
export async function draftEndpoints(
  all: readonly Candidate[],
  front: string | undefined,
  running: Running | undefined,
): Promise<Pick<Draft, 'endpoints' | 'leftOut'>> {
  const leftOut = all
    .slice(MOST)
    .map(({ target, path }) => `GET ${path} of ${target}: ${MOST} endpoints are enough to begin with`);
  const asked = await Promise.all(
    all.slice(0, MOST).map(async one => (running === undefined ? one : ask(one, front, running))),
  );
  const taken = new Set<string>();
  const made = asked.map(one => entryOf(one, front, taken));
  return {
    endpoints: made.filter(one => one !== undefined && typeof one !== 'string'),
    leftOut: [...made.filter(one => typeof one === 'string'), ...leftOut],
  };
}
