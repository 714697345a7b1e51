import type { Secret } from '../model/secret.ts';

/** A secret whose source is known and whose value is still to be read. The loader replaces each before it hands out a Config. */
export class PendingSecret {
  readonly source: { readonly env?: string; readonly file?: string };
  constructor(source: { env?: string; file?: string }) {
    this.source = source;
  }
  /** Typed as what it becomes, so that the schema's decoded type is the Config that users of it see. */
  asSecret(): Secret {
    return this as unknown as Secret;
  }
}
