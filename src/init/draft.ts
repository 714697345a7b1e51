/** A value of failsafe.yaml, and why it stands there. */
export interface Entry {
  readonly value: unknown;
  /** Written behind it as a comment. */
  readonly note?: string;
  /** It was not seen and does not follow from a file: marked as guessed. */
  readonly guessed?: string;
}

/** A failsafe.yaml before it is text. */
export interface Draft {
  readonly project: string;
  readonly compose: readonly string[];
  readonly env?: string;
  /** The compose project to attach to, when it is not the one that compose itself would take. */
  readonly attachTo?: string;
  readonly oneShots: readonly (Entry & { readonly name: string })[];
  readonly targets: readonly (Entry & { readonly name: string })[];
  /** Connections inside of the network of the stack. */
  readonly reach: readonly Entry[];
  /** The web target of endpoints that name none. */
  readonly front?: string;
  readonly endpoints: readonly Entry[];
  readonly database?: Entry & { readonly target: string };
  readonly pwa?: Entry;
  /** What was found and is not checked, each with the reason. */
  readonly leftOut: readonly string[];
}

/** How many entries of a draft are guesses. */
export const guessesIn = ({ oneShots, targets, reach, endpoints, database, pwa }: Draft): number =>
  [...oneShots, ...targets, ...reach, ...endpoints, database, pwa].filter(one => one?.guessed !== undefined)
    .length;
