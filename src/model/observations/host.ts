import type { PortHolder } from '../host.ts';

/** A port of this machine. */
export interface HostPortParams {
  readonly port: number;
  readonly protocol: string;
  /** The address that is wanted; undefined: all of them. */
  readonly ip?: string;
}

/** Who has it: nobody, or these. */
export interface HostPort {
  readonly holders: readonly PortHolder[];
  /** The compose project that is looked at: what it holds itself is no obstacle. */
  readonly project: string;
}

/** Where an image comes from. */
export interface ImageSource {
  /** The engine has it already. */
  readonly here: boolean;
  /** Host of the registry, and whether it answers; undefined when it need not be asked. */
  readonly registry?: { readonly host: string; readonly reached: boolean; readonly reason?: string };
}

/** What this machine has left, and may. */
export interface Machine {
  readonly memoryBytes: number;
  readonly availableMemoryBytes: number;
  /** Of the file system with the project; 0 in all where it does not count them. */
  readonly inodes: number;
  readonly freeInodes: number;
  readonly freeBytes: number;
  /** The folder of the project can be written by this user. */
  readonly writable: boolean;
}
