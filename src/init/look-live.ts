import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import type { ProbeContext } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { ServiceState, Stack } from '../model/stack.ts';
import type { WebTarget } from '../model/target.ts';
import { probe as http } from '../probes/http.ts';
import { probe as ping } from '../probes/ping.ts';
import type { Reach } from './draft-reach.ts';
import { expectAnswer } from './expect-answer.ts';

const LOOK_MS = 5000;
const AT_ONCE = 4;

/** What a path answers: what can be expected of it, or why nothing can. */
export type SeenPath =
  | { readonly expect: Record<string, unknown>; readonly answer: HttpAnswer }
  | { readonly reason: string };

/** A stack that runs, and read-only looks at it. */
export interface Live {
  readonly services: readonly ServiceState[];
  /** What a GET of the path answers, asked twice. */
  path(target: WebTarget, path: string): Promise<SeenPath>;
  /** Whether the target answers in what it is taken to speak; why not, otherwise. */
  speaks(name: string): Promise<string | undefined>;
  reaches(reach: Reach): Promise<boolean>;
}

const reasonOf = (error: unknown): string => {
  if (error instanceof ProbeError) return error.message;
  throw error;
};

const ofStream = ({ headers }: HttpAnswer) => headers['content-type']?.startsWith('text/event-stream');

function reasonAgainst(answer: HttpAnswer): string | undefined {
  if (answer.status === 404) return 'answers 404';
  if (answer.status >= 500) return `answers ${answer.status} now`;
  if (ofStream(answer)) return 'is a stream of events: it belongs under realtime.sse';
  return answer.cut ? 'answers with more than 1 MiB' : undefined;
}

/** Looks at a stack as checks would: GETs, greetings, connections. Nothing is changed. */
export async function lookLive(loaded: LoadedConfig, stack: Stack, signal: AbortSignal): Promise<Live> {
  const limit = pLimit(AT_ONCE);
  const context = (): ProbeContext => ({
    stack,
    signal: AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]),
    timeoutMs: LOOK_MS,
    othersDone: async () => undefined,
    keepSecret: () => undefined,
  });
  const ask = (target: WebTarget, path: string) =>
    limit(() => http.observe({ target, method: 'GET', path }, context()));
  const fallbacks = new Map<string, Promise<HttpAnswer | undefined>>();

  /** What a target answers to a path that nobody has: a single-page app has its page for any. */
  const fallback = (target: WebTarget) => {
    const known =
      fallbacks.get(target.name) ??
      ask(target, `/failsafe-${randomBytes(6).toString('hex')}`).catch(() => undefined);
    fallbacks.set(target.name, known);
    return known;
  };

  return {
    services: await stack.services(signal),
    async path(target, path) {
      try {
        const first = await ask(target, path);
        const against = reasonAgainst(first);
        if (against !== undefined) return { reason: against };
        const nobody = path === '/' ? undefined : await fallback(target);
        if (nobody?.status === first.status && first.status === 200 && nobody.body === first.body) {
          return { reason: 'answers with the page that any path gets: no route leads to the code' };
        }
        const second = await ask(target, path);
        if (second.status !== first.status)
          return { reason: `answers ${first.status}, and then ${second.status}` };
        return { expect: expectAnswer(first, second), answer: first };
      } catch (error) {
        return { reason: reasonOf(error) };
      }
    },
    async speaks(name) {
      const target = loaded.protocolTargets[name];
      const web = loaded.webTargets[name];
      try {
        if (web !== undefined) await ask(web, '/');
        if (target === undefined) return undefined;
        const answer = await ping.observe({ target }, context());
        return answer.reply === 'foreign' ? `answers in another protocol: ${answer.got}` : undefined;
      } catch (error) {
        return reasonOf(error);
      }
    },
    async reaches({ from, to, port }) {
      try {
        return (await limit(() => stack.connect(from, to, port, context().signal))).connected;
      } catch (error) {
        reasonOf(error);
        return false;
      }
    },
  };
}
