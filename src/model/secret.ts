import { inspect } from 'node:util';

/** What is printed in place of a secret. */
export const REDACTED = '[redacted]';

/** A value that must never be printed. Turning it into text, JSON or a log line gives {@link REDACTED}. */
export class Secret {
  readonly #value: string;
  /** Where it came from, to name it in messages: `POSTGRES_PASSWORD`. */
  readonly name: string;
  constructor(name: string, value: string) {
    this.name = name;
    this.#value = value;
  }
  /** The value itself. Only for the I/O that needs it. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return REDACTED;
  }
  toJSON(): string {
    return REDACTED;
  }
  [inspect.custom](): string {
    return REDACTED;
  }
}
