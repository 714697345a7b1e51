import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { SocketIo } from '../../config/schema/realtime.ts';
import type { SocketIoHoldParams, SocketIoParams } from '../../model/observations/socketio.ts';
import type { WebTarget } from '../../model/target.ts';

const DEFAULT_TIMEOUT_MS = 5000;
/** Stages of the look, one behind the other, each of which may take its whole time. */
const STAGES = 8;

/** One declared Socket.IO server. */
interface Server {
  readonly declared: SocketIo;
  readonly target: WebTarget;
  readonly subject: string;
  readonly stageMs: number;
  readonly common: { readonly subject: string; readonly tags: readonly string[] };
}

function servers({ config, webTargets }: LoadedConfig): Server[] {
  return (config.realtime?.socketio ?? []).flatMap(declared => {
    const target = webTargets[declared.target];
    if (target === undefined) return [];
    const subject = declared.name ?? declared.target;
    const common = { subject, tags: declared.tags ?? [] };
    return [{ declared, target, subject, stageMs: declared.timeout ?? DEFAULT_TIMEOUT_MS, common }];
  });
}

const ids = (names: readonly string[], subject: string) => names.map(name => `realtime.${name}:${subject}`);

/** Ids of this level, by their tails. */
export interface Depends {
  readonly needs?: readonly string[];
  readonly excusedBy?: readonly string[];
}

/** The applications of a check that looks at each Socket.IO server; all checks of one server share one look. */
export function onSocketIo<Expectation>(
  loaded: LoadedConfig,
  { needs = [], excusedBy = [] }: Depends,
  expect: (declared: SocketIo) => Expectation | undefined,
) {
  return servers(loaded).flatMap(({ declared, target, subject, stageMs, common }) => {
    const expectation = expect(declared);
    if (expectation === undefined) return [];
    const { echo } = declared;
    const params: SocketIoParams = {
      target,
      path: declared.path ?? '/socket.io/',
      namespace: declared.namespace ?? '/',
      stageMs,
      greets: declared.greets?.event,
      echo: echo && { emit: echo.emit, data: echo.data, event: echo.event, ack: echo.ack ?? false },
    };
    return [
      {
        ...common,
        params,
        expectation,
        needs: [...ids(needs, subject), ...(declared.needs ?? [])],
        excusedBy: ids(excusedBy, subject),
        timeoutMs: STAGES * stageMs,
      },
    ];
  });
}

/** The servers whose connection must hold. */
export function onHeldSocketIo(loaded: LoadedConfig, { needs = [], excusedBy = [] }: Depends) {
  return servers(loaded).flatMap(({ declared, target, subject, stageMs, common }) => {
    const { path = '/socket.io/', namespace = '/', hold: holdMs } = declared;
    if (holdMs === undefined) return [];
    const params: SocketIoHoldParams = { target, path, namespace, stageMs, holdMs };
    return [
      {
        ...common,
        params,
        expectation: { holdMs },
        needs: [...ids(needs, subject), ...(declared.needs ?? [])],
        excusedBy: ids(excusedBy, subject),
        timeoutMs: 3 * stageMs + holdMs,
      },
    ];
  });
}
