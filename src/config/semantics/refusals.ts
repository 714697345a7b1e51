import type { Flaw } from '../flaw.ts';
import { METHODS, methodAndPath } from '../method.ts';
import type { FileFacts } from './facts.ts';

/** An endpoint does not refuse the method that it is asked with. */
export function refusals({ config }: FileFacts): Flaw[] {
  return (config.api?.endpoints ?? []).flatMap((endpoint, index): Flaw[] => {
    const { method } = methodAndPath(endpoint);
    const position = ((endpoint.refuses as readonly string[] | undefined) ?? []).indexOf(method);
    if (position === -1) return [];
    return [
      {
        code: 'CONFIG_INVALID_VALUE',
        path: ['api', 'endpoints', index, 'refuses', position],
        message: `${endpoint.name} is asked with ${method}, and is to refuse ${method}`,
        expected: `other methods than ${method}`,
        got: method,
        fix: `Remove ${method} from "refuses".`,
        lacks: METHODS.map(name => ['api', 'endpoints', index, name]),
      },
    ];
  });
}
