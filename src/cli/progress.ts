/** Tells what is going on: one line that is rewritten on a terminal, plain lines elsewhere. */
export interface ProgressDisplay {
  /** Something that happened, worth a line of its own. */
  line(message: string): void;
  /** A passing state: shown on a terminal only. */
  status(message: string): void;
  clear(): void;
}

const ERASE = '\r\x1b[K';

/** See {@link ProgressDisplay}. */
export function createProgress(stream: NodeJS.WriteStream): ProgressDisplay {
  if (!stream.isTTY)
    return { line: message => stream.write(`${message}\n`), status: () => undefined, clear: () => undefined };
  return {
    line: message => stream.write(`${ERASE}${message}\n`),
    status: message => stream.write(`${ERASE}${message}`),
    clear: () => stream.write(ERASE),
  };
}
