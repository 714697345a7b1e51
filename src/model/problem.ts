/** A position in a file, 1-based, with the line and a caret to print. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The source line and, below it, a caret under the column. */
  readonly frame?: string;
}

/** Something that keeps failsafe from doing its work: a flaw in failsafe.yaml, no engine, a stack that did not start. */
export interface Problem {
  /** Stable, upper snake case. */
  readonly code: string;
  readonly message: string;
  readonly at?: Position;
  readonly expected?: string;
  readonly got?: string;
  /** Messages of the causes, the nearest first. */
  readonly causes?: readonly string[];
  /** What to do about it. */
  readonly fix?: string;
}

/** Carries {@link Problem}s out of where they were found. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(problem => problem.message).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

/** The messages of an error and of its causes, the outermost first. */
export function causeChain(error: unknown): string[] {
  const messages: string[] = [];
  for (let current = error; current !== undefined && messages.length < 10; ) {
    messages.push(current instanceof Error ? current.message || current.name : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return messages;
}
