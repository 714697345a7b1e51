/** What answers as the container engine. */
export interface EngineFacts {
  /** `27.3.1` */
  readonly version: string;
  /** Milliseconds since 1970, as its clock says. */
  readonly time: number;
  /** The clock of this machine at that moment. */
  readonly hereTime: number;
  /** It runs on this machine, as far as its address tells. */
  readonly local: boolean;
}

/** How docker compose is called here. */
export interface ComposeFacts {
  /** `docker compose` or `docker-compose` */
  readonly command: string;
  /** `2.29.7` */
  readonly version: string;
}

/** Who listens on a port of this machine. */
export interface PortHolder {
  /** Undefined where the system does not say, as of processes of others. */
  readonly pid?: number;
  /** The program, or the container. */
  readonly name: string;
  /** The compose project of a container. */
  readonly project?: string;
}

/** What docker compose says of its files. */
export interface ComposeVerdict {
  /** What it refuses; undefined when it takes them. */
  readonly refusal?: string;
  readonly warnings: readonly string[];
}

/** The machine that a stack is to run on, whether or not it runs. Looks reject with a `ProbeError`. */
export interface Host {
  engine(signal: AbortSignal): Promise<EngineFacts>;
  compose(signal: AbortSignal): Promise<ComposeFacts | undefined>;
  /** Containers that publish the port. */
  publishers(port: number, protocol: string, signal: AbortSignal): Promise<PortHolder[]>;
  hasImage(name: string, signal: AbortSignal): Promise<boolean>;
  composeConfig(signal: AbortSignal): Promise<ComposeVerdict>;
}
