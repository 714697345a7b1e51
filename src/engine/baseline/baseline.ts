import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Static, Type } from 'typebox';
import Value from 'typebox/value';
import { ProblemError } from '../../model/problem.ts';

const Entry = Type.Object(
  {
    rule: Type.String(),
    file: Type.String(),
    /** The last day on which it is passed over, as `2027-02-01`. */
    expires: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    /** HMAC-SHA256, by the salt of the file, of rule, path and line. */
    hmac: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  { additionalProperties: false },
);

const KnownCheck = Type.Object(
  {
    /** Of a check, as `api.status:users.list`. */
    id: Type.String(),
    /** What it fails of; of anything else it is no longer known. */
    code: Type.String(),
    /** The day on which it was written down. */
    since: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    expires: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    reason: Type.String(),
    /** How it fails, where more than the code tells: see HowItFails. What is taken out counts no more. */
    status: Type.Optional(Type.Enum(['fail', 'warn'])),
    http: Type.Optional(Type.Integer()),
    error: Type.Optional(Type.String()),
    at: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);

const Baseline = Type.Object(
  {
    version: Type.Literal(1),
    salt: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    /** Lines of files, of static levels. */
    entries: Type.Array(Entry),
    /** Checks of the deployment. */
    checks: Type.Optional(Type.Array(KnownCheck)),
  },
  { additionalProperties: false },
);

/** One finding that is known, until a day. */
export type BaselineEntry = Static<typeof Entry>;
/** One check of which a failure is known, until a day. */
export type KnownCheck = Static<typeof KnownCheck>;
/** Findings that are known and passed over. No line and no value stands in it. */
export type Baseline = Static<typeof Baseline>;

/** A finding as a baseline knows it: wherever in its file the line is. */
export interface KnownLine {
  readonly rule: string;
  readonly file: string;
  /** The line itself. */
  readonly text: string;
}

/** Beside failsafe.yaml, where nobody names another. */
export const BASELINE_FILE = '.failsafe-baseline.json';

const SALT_BYTES = 32;

/** So long is passed over what is written down. */
const DAYS = 90;

/** The day of a moment, in UTC. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The last day of what is written down now. */
export const lastDay = (now: Date): string => dayOf(new Date(now.getTime() + DAYS * 86_400_000));

/** Whether an entry still knows something. */
export const isCurrent = ({ expires }: Pick<BaselineEntry, 'expires'>, now: Date): boolean =>
  expires >= dayOf(now);

/** One without entries, and with a salt of its own. */
export const emptyBaseline = (): Baseline => ({
  version: 1,
  salt: randomBytes(SALT_BYTES).toString('hex'),
  entries: [],
});

/** What stands for a line; how far it is indented does not count. */
export const hmacOf = ({ salt }: Baseline, { rule, file, text }: KnownLine): string =>
  createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(JSON.stringify([rule, file, text.trim()]))
    .digest('hex');

function parse(text: string, file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (Value.Check(Baseline, value)) return value;
  throw new ProblemError([
    {
      code: 'BASELINE_INVALID',
      message: `${file} is no baseline of failsafe`,
      fix: 'Take it back from git, or write it anew with --write-baseline.',
    },
  ]);
}

/**
 * Reads a baseline; undefined when there is no such file.
 *
 * @throws ProblemError BASELINE_INVALID
 */
export async function readBaseline(file: string): Promise<Baseline | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parse(text, file);
}

/**
 * Reads a baseline that has to be there.
 *
 * @param write the command that writes it
 * @throws ProblemError BASELINE_MISSING, BASELINE_INVALID
 */
export async function needBaseline(file: string, write: string): Promise<Baseline> {
  const baseline = await readBaseline(file);
  if (baseline !== undefined) return baseline;
  const name = relative(process.cwd(), file);
  throw new ProblemError([
    {
      code: 'BASELINE_MISSING',
      message: `there is no ${name}`,
      fix: `\`${write} --baseline ${name}\` writes it.`,
    },
  ]);
}

/** Writes a baseline, in an order that makes small differences. */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  const key = ({ file: path, rule, hmac }: BaselineEntry) => `${path} ${rule} ${hmac}`;
  const entries = baseline.entries.toSorted((a, b) => key(a).localeCompare(key(b)));
  const checks = baseline.checks?.toSorted((a, b) => a.id.localeCompare(b.id));
  await writeFile(file, `${JSON.stringify({ ...baseline, entries, checks }, null, 2)}\n`);
}
