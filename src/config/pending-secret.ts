import type { Secret } from '../model/secret.ts';

/** Where the value of a secret stands: one of them. */
export interface SecretSource {
  readonly env?: string;
  readonly file?: string;
  readonly compose?: string;
}

/** A secret whose source is known and whose value is still to be read. The loader replaces each before it hands out a Config. */
export class PendingSecret {
  readonly source: SecretSource;
  constructor(source: SecretSource) {
    this.source = source;
  }
  /** Typed as what it becomes, so that the schema's decoded type is the Config that users of it see. */
  asSecret(): Secret {
    return this as unknown as Secret;
  }
}
