import type { ProtocolTarget } from '../target.ts';

/** Protocols in which a server can be greeted without an account. */
export const PROTOCOLS = ['redis', 'mysql', 'mongodb', 'amqp', 'memcached', 'smtp'] as const;
/** One of {@link PROTOCOLS}. */
export type Protocol = (typeof PROTOCOLS)[number];

/** Whom to greet. */
export interface PingParams {
  readonly target: ProtocolTarget;
}

/** What a server answered to a greeting in its protocol. */
export type PingReply = (
  | {
      /** What the protocol has a server say that takes work. */
      readonly reply: 'ready';
      /** Its version, where it tells. */
      readonly version?: string;
      /** It works only for those who sign in, and nobody did. */
      readonly wantsAccount?: boolean;
    }
  | {
      /** An error, in the words of the protocol. */
      readonly reply: 'refused';
      readonly message: string;
    }
  | {
      /** Bytes that are not of the protocol. */
      readonly reply: 'foreign';
      /** The first of them, printable. */
      readonly got: string;
    }
) & { readonly durationMs: number };
