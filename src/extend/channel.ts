import type { Secret } from '../model/secret.ts';
import type { Notice } from '../monitor/machine/state.ts';
import type { Brought } from './check.ts';

/** What an entry of `monitor.channels` tells a channel. */
export interface OwnChannelContext<Parameters> {
  /** `with` of failsafe.yaml, as the JSON Schema has it, its defaults filled in. */
  readonly parameters: Parameters;
  /** `secrets` of failsafe.yaml by name. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Aborts when the time is up: the notice counts as not told, and is sent again. */
  readonly signal: AbortSignal;
}

/** A channel of one's own: hands notices of `failsafe monitor` over to people or machines. */
export interface OwnChannel<Parameters = Record<string, unknown>> {
  /** `chat.room`: a namespace and a name; stable. */
  readonly id: string;
  /** JSON Schema (2020-12 or draft-07) of `with` in failsafe.yaml. Default: nothing may stand there. */
  readonly parameters?: object;
  /** Sends one notice; rejects when that did not work: it is sent again, at growing intervals, for a day. */
  send(notice: Notice, context: OwnChannelContext<Parameters>): Promise<void>;
}

/** A channel that a module exports: by default, or in a list. */
export type BroughtChannel<P = Record<string, unknown>> = Brought<'channel', OwnChannel<P>>;

/** Makes a channel that a module of `extensions` exports. */
export const defineChannel = <P = Record<string, unknown>>(definition: OwnChannel<P>): BroughtChannel<P> => ({
  kind: 'channel',
  definition,
});
