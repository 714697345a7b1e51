import type { Host } from './host.ts';
import type { ServiceAction } from './verdict.ts';

/** Where the stack runs. */
export const RUNTIMES = ['processes', 'testcontainers', 'compose'] as const;
/** One of {@link RUNTIMES}. */
export type RuntimeName = (typeof RUNTIMES)[number];

/** A host and port as reached from this machine. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One of several containers of a service, and where a port of it is. */
export interface Replica {
  /** Name of the container. */
  readonly name: string;
  readonly address: Address;
}

/** What a service lacks in the networks of its stack. */
export interface ServiceNetwork {
  /** The network that it was made for, and is not in any more. */
  readonly left?: string;
  /** Networks in which it is not known by the name of its service. */
  readonly nameless: readonly string[];
}

/** What the runtime knows of one service at this moment. */
export interface ServiceState {
  readonly service: string;
  /** `missing`: declared, but nothing exists for it. `exited` is also a process that ended. */
  readonly state: 'running' | 'exited' | 'paused' | 'restarting' | 'created' | 'dead' | 'missing';
  /** `none`: no health check is declared. */
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none';
  /** Output of the last failing health probe. */
  readonly healthOutput?: string;
  /** Since when each health probe fails, as far back as the engine remembers: ISO 8601. */
  readonly failingSince?: string;
  readonly exitCode?: number;
  /** Why the runtime could not start it, in its words. */
  readonly startError?: string;
  /**
   * The engine's flag. Of a service that has ended: a process of it, not always the main one, was killed for want of
   * memory. Of one that runs it may tell of the life before.
   */
  readonly oomKilled: boolean;
  /** The limit that is set; undefined for none, or where it is not known. */
  readonly memoryLimitBytes?: number;
  /** Restarts by the runtime since the service was created. */
  readonly restarts: number;
  /**
   * Of the containers of the service, how many exist, and how many run or are one-shots that are done. Undefined where a
   * service is one process, whatever the compose file says.
   */
  readonly instances?: {
    readonly up: number;
    readonly existing: number;
    /** Restarts of all of them together. Default: those of the service. */
    readonly restarts?: number;
    /** The last start of any of them. Default: that of the service. */
    readonly startedAt?: string;
  };
  /** ISO 8601; undefined when it never started. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Image name, or the command line of a process. */
  readonly image: string;
  /** False when the image that runs is not the one the name points to now; undefined where unknown. */
  readonly imageCurrent?: boolean;
  /** Undefined where a service shares the network of another, or of the machine. */
  readonly network?: ServiceNetwork;
  /** Ports that this machine can reach, container port → address. */
  readonly ports: Readonly<Record<number, Address>>;
  /** A one-shot that ended with 0 counts as done, when declared so in the stack. */
  readonly oneShot: boolean;
}

/** Whether a service was started from what is declared for it now. */
export type ConfigState =
  | { readonly is: 'current' | 'changed' }
  | { readonly is: 'unknown'; readonly because: string };

/** What a service uses now. */
export interface ServiceUsage {
  readonly memoryBytes: number;
  /** Undefined when no limit is set. */
  readonly memoryLimitBytes?: number;
  /** Percent of one core. */
  readonly cpuPercent: number;
  readonly receivedBytes?: number;
  readonly sentBytes?: number;
}

/** What is known of processes of a running service that were killed for want of memory. */
export interface OomKills {
  /** As the kernel counts them since the service started; undefined where its counter cannot be read. */
  readonly sinceStart?: number;
  /** The engine has noted one, of this life or the one before. */
  readonly flagged: boolean;
}

/** Which lines of a log are asked for. */
export interface LogRange {
  /** At most this many, the last ones. */
  readonly tail: number;
  /** Only those that were written since the last start, and at most these milliseconds ago. */
  readonly withinMs?: number;
}

/** The outcome of a TCP connection tried from inside a service. */
export interface ConnectOutcome {
  readonly connected: boolean;
  readonly durationMs: number;
  /** `ECONNREFUSED`, `ENOTFOUND`, `TIMEOUT` …, when not connected. */
  readonly error?: string;
}

/** Room on the disk that holds the stack's images, volumes and data. */
export interface DiskRoom {
  readonly path: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/**
 * A stack that runs. Everything that differs between runtimes is behind this. All looks reject with a `ProbeError`
 * of kind `observer` when they cannot be made, and keep to the signal.
 */
export interface Stack {
  readonly runtime: RuntimeName;
  readonly project: string;
  /** What tells the deployment from any other, its engine included; undefined when it ends with the run. */
  readonly deployment?: string;
  /** The machine that it is to run on; only there where the machine is what is looked at. */
  readonly host?: Host;
  /** Rejects with a `target` ProbeError: SERVICE_MISSING, SERVICE_NOT_RUNNING or PORT_NOT_PUBLISHED. */
  address(service: string, port: number, signal: AbortSignal): Promise<Address>;
  /** Every container of the service that publishes the port; rejects as `address` does. Only there where a service may have several. */
  replicas?(service: string, port: number, signal: AbortSignal): Promise<readonly Replica[]>;
  /** How many running containers of these services are alike, by image and command: any of them may answer. Only there where a service may have several. */
  twins?(services: readonly string[], signal: AbortSignal): Promise<number>;
  /** One state for each service that is declared or exists. */
  services(signal: AbortSignal): Promise<ServiceState[]>;
  /**
   * Services by the address at which others of the stack find them: `172.18.0.3`, with the port where all share one
   * machine. Undefined where nothing tells.
   */
  servicesByAddress?(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** By service; there only where a stack outlives the file that it was started from. */
  configStates?(signal: AbortSignal): Promise<Readonly<Record<string, ConfigState>>>;
  usage(service: string, signal: AbortSignal): Promise<ServiceUsage>;
  /** Undefined where nothing counts them. */
  oomKills(service: string, signal: AbortSignal): Promise<OomKills | undefined>;
  /** Lines of its log, oldest first. */
  logs(service: string, which: LogRange, signal: AbortSignal): Promise<string[]>;
  /** Connects from inside service `from` to `to:port` as that service would. */
  connect(from: string, to: string, port: number, signal: AbortSignal): Promise<ConnectOutcome>;
  disk(signal: AbortSignal): Promise<DiskRoom>;
  /** The command a person would type for this act; to find out how compose is called here takes a while. */
  command(action: ServiceAction, service: string): string | Promise<string>;
  /** Lets go of sockets and handles; the stack itself runs on. */
  close(): Promise<void>;
}

/** What another process or thread needs to attach to a stack that somebody started; JSON-safe. */
export interface StackHandle {
  readonly runtime: RuntimeName;
  readonly project: string;
  /** Runtime `processes`: the folder with state.json. */
  readonly directory?: string;
}

/** What a running start tells of itself, for progress lines. */
export type Progress = (message: string) => void;

/** A stack that this run started (or found): how to attach to it, and how to end it. */
export interface StartedStack {
  readonly handle: StackHandle;
  /** Ends what was started and removes everything of it; does nothing for a stack that was found running. */
  stop(): Promise<void>;
}
