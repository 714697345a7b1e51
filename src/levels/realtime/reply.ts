import type { SocketIo } from '../../config/schema/realtime.ts';
import { matchJson } from '../../matching/match-json.ts';
import { fill } from '../../matching/template.ts';
import type { Reply } from '../../model/observations/socketio.ts';

/** JSONPath → matcher, on the first argument of an event or an acknowledgement. */
export type Fields = NonNullable<NonNullable<SocketIo['greets']>['json']>;

/** What of a reply is not as declared. `{{unique}}` in the matchers is what was sent. */
export function mismatches(reply: Reply, fields: Fields | undefined, unique: string) {
  if (fields === undefined) return [];
  return matchJson(reply.arguments[0], fill(fields, { unique }));
}
