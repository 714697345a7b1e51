import { Type } from 'typebox';
import { LEVELS } from '../src/model/level.ts';
import type { Report } from '../src/model/result.ts';
import { STATUSES } from '../src/model/status.ts';
import { VERDICTS } from './verdict-words.ts';

const text = Type.String();
const optional = Type.Optional(text);
const closed = { additionalProperties: false };

const Position = Type.Object(
  { file: text, line: Type.Integer({ minimum: 1 }), column: Type.Integer({ minimum: 1 }), frame: optional },
  closed,
);

const Problem = Type.Object(
  {
    code: text,
    message: text,
    at: Type.Optional(Position),
    expected: optional,
    got: optional,
    causes: Type.Optional(Type.Array(text)),
    fix: optional,
  },
  { ...closed, description: 'Why the run could not be done, or not wholly.' },
);

const Diagnosis = Type.Object(
  {
    causes: Type.Array(Type.String({ description: 'A known cause that shows, the likeliest first.' })),
    because: Type.Array(Type.String({ description: 'What shows the cause.' })),
    log: Type.Array(Type.String({ description: 'One of the last lines of the service.' })),
  },
  { ...closed, description: 'What was read to find the cause of a failure that nothing else explains.' },
);

const Changes = Type.Object(
  { since: Type.String({ description: 'ISO 8601, UTC.' }), what: Type.Array(text) },
  { ...closed, description: 'What is different from the deployment that was last seen wholly healthy.' },
);

const Act = Type.Object(
  { action: text, service: text },
  { ...closed, description: 'The act on a service that the command does.' },
);

const place = { file: text, line: Type.Integer({ minimum: 1 }), column: Type.Integer({ minimum: 1 }) };

const Spot = Type.Object(
  { ...place, message: text, related: Type.Optional(Type.Object(place, closed)) },
  closed,
);

const PassedSpot = Type.Object(
  {
    ...Spot.properties,
    by: Type.Enum(['comment', 'baseline'], { description: 'What passes it over.' }),
    why: Type.String({ description: 'The reason that is given.' }),
  },
  closed,
);

const Known = Type.Object(
  {
    status: Type.Enum(['fail', 'warn', 'blocked'], {
      description: 'What it would be without the baseline.',
    }),
    expires: Type.String({ description: 'The last day on which it is passed over.' }),
    reason: optional,
    spots: Type.Optional(
      Type.Integer({ minimum: 1, description: 'So many spots; the others are not known.' }),
    ),
  },
  { ...closed, description: 'What the baseline passes over.' },
);

const Baseline = Type.Object(
  {
    file: text,
    healed: Type.Array(Type.String({ description: 'Is well now, and can be taken out of the baseline.' })),
    expired: Type.Array(Type.String({ description: 'Is no longer passed over.' })),
    changed: Type.Array(
      Type.String({ description: 'Fails otherwise than it is known to: is not passed over.' }),
    ),
  },
  { ...closed, description: 'What is to be done about the baseline.' },
);

const Result = Type.Object(
  {
    id: Type.String({ description: '<check>:<subject>, the same in every runtime.' }),
    check: Type.String({ description: 'Id of the check; its page is docs/checks/<id>.md.' }),
    subject: text,
    level: Type.Enum([...LEVELS]),
    title: text,
    severity: Type.Enum(['error', 'warning']),
    tags: Type.Array(text),
    status: Type.Enum([...STATUSES]),
    code: Type.String({ description: 'Stable; OK, SKIPPED, BLOCKED, or a code of the check.' }),
    message: text,
    expected: optional,
    got: optional,
    evidence: Type.Optional(Type.Record(text, Type.Unknown())),
    spots: Type.Optional(
      Type.Array(Spot, { description: 'Where in the files it is wrong; of static levels only.' }),
    ),
    passedOver: Type.Optional(
      Type.Array(PassedSpot, { description: 'Where a comment or the baseline passes over what is wrong.' }),
    ),
    cause: Type.Optional(
      Type.String({ description: 'The cause that the evidence shows, else the likely one.' }),
    ),
    diagnosis: Type.Optional(Diagnosis),
    fixes: Type.Array(Type.Object({ text, command: optional, act: Type.Optional(Act) }, closed)),
    known: Type.Optional(Known),
    blockedBy: optional,
    rootBlocker: Type.Optional(Type.String({ description: 'Id of the failure that blocks this one.' })),
    attempts: Type.Integer({ minimum: 0, description: 'More than 1 with pass: it passed after a retry.' }),
    durationMs: Type.Number({ minimum: 0 }),
  },
  closed,
);

/** The form of report.json. `version` grows when a reader of the old form would be misled. */
export const ReportSchema = Type.Object(
  {
    version: Type.Literal(1),
    project: text,
    runtime: text,
    deployment: Type.Optional(
      Type.String({ description: 'The compose project that was looked at, where its name is another.' }),
    ),
    startedAt: Type.String({ description: 'ISO 8601, UTC.' }),
    durationMs: Type.Number({ minimum: 0 }),
    startMs: Type.Number({ minimum: 0, description: 'Of which the stack took to start.' }),
    filter: optional,
    verdict: Type.Optional(
      Type.Enum([...VERDICTS], {
        description: 'By the exit code; `no new failures`: what is not well is known.',
      }),
    ),
    results: Type.Array(Result),
    prerequisites: Type.Array(Result, {
      description: 'Failures outside of the selection that block something in it.',
    }),
    changes: Type.Optional(Changes),
    baseline: Type.Optional(Baseline),
    problems: Type.Array(Problem),
  },
  {
    ...closed,
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'failsafe.report.schema.json',
    title: 'failsafe report',
  },
);

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/** Does not compile when the schema and the type of a report part ways. */
export const reportFits = (report: Mutable<Report>): Type.Static<typeof ReportSchema> => report;
