import type http from 'node:http';
import supertest from 'supertest';
import type { HttpAnswer } from '../../model/observations/http.ts';
import type { ProbeContext } from '../../model/probe.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { WebTarget } from '../../model/target.ts';
import { connectionsTo } from '../connections-to.ts';
import { networkError } from '../network-error.ts';
import type { Body } from '../read-body.ts';
import { supertestAnswer } from '../supertest-answer.ts';
import { pathOf, resolveWeb } from '../web-address.ts';
import { cookiesOf } from './credentials.ts';
import { readText } from './read-text.ts';

/** A request with all variables filled in. */
export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Somebody with a cookie jar of their own. */
export interface Visitor {
  /** @throws ProbeError with the code of the network's fault, or TIMEOUT */
  send(request: Outgoing, signal: AbortSignal): Promise<HttpAnswer>;
  /** The value of a cookie that an answer has set; undefined when none has. */
  cookie(name: string): string | undefined;
  /** Has a value redacted wherever it would be shown. */
  keepSecret(value: string): void;
}

/** Visits one web target; connections are kept alive until it is closed. */
export interface AuthClient {
  /** A visitor without cookies. */
  visitor(): Visitor;
  close(): void;
}

type Agent = ReturnType<typeof supertest.agent>;
type Test = ReturnType<Agent['get']>;

function start(
  agent: Agent,
  { method, headers, body }: Outgoing,
  path: string,
  connections: http.Agent,
): Test {
  const verb = method.toLowerCase() as 'get';
  const test = agent[verb](path)
    .agent(connections)
    .set(headers)
    .ok(() => true)
    .buffer(true)
    .parse(readText);
  return body === undefined ? test : test.send(body);
}

/** Nothing is read of a body that does not come. */
const bodyOf = ({ body }: supertest.Response): Body => ({
  text: '',
  bytes: 0,
  cut: false,
  validText: true,
  ...body,
});

/**
 * Opens a client for a web target.
 *
 * @throws ProbeError `target` when its service has no address
 */
export async function openClient(
  target: WebTarget,
  context: Pick<ProbeContext, 'stack' | 'signal' | 'keepSecret'>,
): Promise<AuthClient> {
  const address = await resolveWeb(target, context);
  const connections = connectionsTo(address);

  async function send(agent: Agent, request: Outgoing, signal: AbortSignal): Promise<HttpAnswer> {
    const path = pathOf(target, request.path);
    const where = `${request.method} ${address.origin}${path}`;
    const timeout = (cause: unknown) =>
      new ProbeError('target', 'TIMEOUT', `${where}: no answer in time`, { cause });
    if (signal.aborted) throw timeout(signal.reason);
    const test = start(agent, request, path, connections);
    const abort = () => void test.abort();
    signal.addEventListener('abort', abort, { once: true });
    const startedAt = performance.now();
    try {
      const response = await test;
      const durationMs = performance.now() - startedAt;
      return supertestAnswer(response, bodyOf(response), { url: `${address.origin}${path}`, durationMs });
    } catch (error) {
      throw signal.aborted ? timeout(error) : networkError(error, where);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  return {
    visitor() {
      const agent = supertest.agent(address.origin);
      const cookies: Record<string, string> = {};
      return {
        async send(request, signal) {
          const answer = await send(agent, request, signal);
          Object.assign(cookies, cookiesOf(answer));
          return answer;
        },
        cookie: name => cookies[name],
        keepSecret: context.keepSecret,
      };
    },
    close: () => connections.destroy(),
  };
}
