import type { ComposeHealthCheck } from './hasten-health.ts';

/** A published port as docker compose prints it: `[ip:]published:target[/protocol]`, or its parts. */
export type ComposePort =
  | string
  | { readonly target: number; readonly protocol?: string; readonly published?: string | number };

/** A mount as docker compose prints it: `source:target[:mode]`, or its parts. */
export type ComposeMount =
  | string
  | {
      readonly type: string;
      readonly source?: string;
      readonly target: string;
      readonly read_only?: boolean;
    };

/** What a service says of one of its networks. */
export type ComposeAttachment = Readonly<Record<string, unknown>> & { readonly aliases?: readonly string[] };

/** A service of a compose file that docker compose has rendered. Only what is rewritten is named. */
export type ComposeService = Readonly<Record<string, unknown>> & {
  readonly image?: string;
  readonly build?: unknown;
  readonly container_name?: string;
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, ComposeAttachment | null>>;
  readonly ports?: readonly ComposePort[];
  readonly volumes?: readonly ComposeMount[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly healthcheck?: ComposeHealthCheck;
};

/** A network or a volume. */
export type ComposeResource = Readonly<Record<string, unknown>> & {
  readonly labels?: Readonly<Record<string, string>>;
};

/** Compose files as `docker compose config` prints them: merged, interpolated, with absolute paths. */
export type ComposeDocument = Readonly<Record<string, unknown>> & {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, ComposeResource | null>>;
  readonly volumes?: Readonly<Record<string, ComposeResource | null>>;
};
