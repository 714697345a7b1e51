import type { ComposeFacts, ComposeVerdict, EngineFacts } from './host.ts';
import type { AuthObservation, AuthParams } from './observations/auth.ts';
import type { FlowObservation, FlowParams } from './observations/flow.ts';
import type { HostPort, HostPortParams, ImageSource, Machine } from './observations/host.ts';
import type { HttpAnswer, HttpRequest } from './observations/http.ts';
import type { DnsAnswer, TcpOutcome, TcpParams, TlsFacts, TlsParams } from './observations/network.ts';
import type { PingParams, PingReply } from './observations/ping.ts';
import type {
  PostgresLocksObservation,
  PostgresLocksParams,
  PostgresObservation,
  PostgresParams,
  PostgresQueryObservation,
  PostgresQueryParams,
  PostgresWriteObservation,
} from './observations/postgres.ts';
import type { PwaObservation, PwaParams } from './observations/pwa.ts';
import type { PwaBrowserObservation, PwaBrowserParams } from './observations/pwa-browser.ts';
import type {
  SocketIoHoldObservation,
  SocketIoHoldParams,
  SocketIoObservation,
  SocketIoParams,
} from './observations/socketio.ts';
import type { SourceObservation, SourceParams } from './observations/source.ts';
import type { SseObservation, SseParams } from './observations/sse.ts';
import type { WebSocketObservation, WebSocketParams } from './observations/websocket.ts';
import type {
  ConfigState,
  ConnectOutcome,
  DiskRoom,
  LogRange,
  OomKills,
  ServiceState,
  ServiceUsage,
} from './stack.ts';

/** Every probe by its id: what it takes and what it returns. A probe adds one line here. */
export interface ProbeMap {
  services: { params: Record<string, never>; observation: readonly ServiceState[] };
  'services-after': {
    params: Record<string, never>;
    observation: { readonly before: readonly ServiceState[]; readonly after: readonly ServiceState[] };
  };
  'config-states': {
    params: Record<string, never>;
    observation: Readonly<Record<string, ConfigState>> | undefined;
  };
  usage: { params: { service: string }; observation: ServiceUsage };
  'oom-kills': { params: { service: string }; observation: OomKills | undefined };
  logs: { params: { service: string } & LogRange; observation: readonly string[] };
  postgres: { params: PostgresParams; observation: PostgresObservation };
  'postgres-locks': { params: PostgresLocksParams; observation: PostgresLocksObservation };
  'postgres-query': { params: PostgresQueryParams; observation: PostgresQueryObservation };
  'postgres-write': { params: PostgresParams; observation: PostgresWriteObservation };
  disk: { params: Record<string, never>; observation: DiskRoom };
  reach: { params: { from: string; to: string; port: number }; observation: ConnectOutcome };
  dns: { params: { host: string }; observation: DnsAnswer };
  tcp: { params: TcpParams; observation: TcpOutcome };
  ping: { params: PingParams; observation: PingReply };
  tls: { params: TlsParams; observation: TlsFacts };
  http: { params: HttpRequest; observation: HttpAnswer };
  pwa: { params: PwaParams; observation: PwaObservation };
  'pwa-browser': { params: PwaBrowserParams; observation: PwaBrowserObservation };
  socketio: { params: SocketIoParams; observation: SocketIoObservation };
  'socketio-hold': { params: SocketIoHoldParams; observation: SocketIoHoldObservation };
  websocket: { params: WebSocketParams; observation: WebSocketObservation };
  flow: { params: FlowParams; observation: FlowObservation };
  auth: { params: AuthParams; observation: AuthObservation };
  source: { params: SourceParams; observation: SourceObservation };
  engine: { params: Record<string, never>; observation: EngineFacts };
  'compose-cli': { params: Record<string, never>; observation: ComposeFacts | undefined };
  'compose-config': { params: Record<string, never>; observation: ComposeVerdict };
  'host-port': { params: HostPortParams; observation: HostPort };
  'image-source': { params: { image: string }; observation: ImageSource };
  machine: { params: { folder: string }; observation: Machine };
  sse: { params: SseParams; observation: SseObservation };
}
