import supertest from 'supertest';
import { connectionsTo } from '../probes/connections-to.ts';
import { resolveWeb } from '../probes/web-address.ts';
import { declared } from './declared.ts';
import { loaded, stack } from './deployment.ts';
import type { Held } from './hold.ts';

/** Requests to one target, with a cookie jar of its own; paths are those of the target. */
export type HttpAgent = ReturnType<typeof supertest.agent>;

/**
 * A supertest agent bound to where a web target really is, in whatever runtime.
 *
 * @param name its name under `targets`; not needed when there is only one
 * @throws ProblemError SPEC_UNKNOWN_TARGET
 * @throws ProbeError when its service has no address
 */
export async function holdHttp(name: string | undefined, signal: AbortSignal): Promise<Held<HttpAgent>> {
  const target = declared(loaded.webTargets, name);
  const address = await resolveWeb(target, { stack, signal });
  const connections = connectionsTo(address);
  const agent = supertest.agent(`${address.origin}${target.basePath}`);
  agent.use((request: supertest.Test) => void request.agent(connections));
  return { value: agent, giveBack: async () => connections.destroy() };
}
