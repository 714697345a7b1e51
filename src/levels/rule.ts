import { relative, resolve, sep } from 'node:path';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Source } from '../config/schema/source.ts';
import type { Level } from '../model/level.ts';
import type { JudgedFiles, Language, SourceObservation } from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';
import { allowedSpots } from './allow-comments.ts';
import type { Check, CheckInstance, Files, RuleSeverity } from './check.ts';
import { comparePlaces, compareTexts } from './compare-places.ts';
import { formatPlace } from './format-place.ts';
import { fail, pass, skip } from './verdict.ts';

/** Reading a large folder, with the libraries of all its languages, takes its time. */
const TIMEOUT_MS = 120_000;

/** One rule of the files of an application. */
export interface Rule {
  /** Such as `C01`; stable. */
  readonly id: string;
  /** With the level it is the id of the check: `security.privileged`. */
  readonly name: string;
  readonly severity: RuleSeverity;
  /** What holds when nothing breaks it. */
  readonly title: string;
  readonly why: string;
  /** CIS, CWE, the documentation of the tool … */
  readonly source: string;
  /** What breaks it, in a few words. */
  readonly problem: string;
  readonly cause: string;
  readonly fix: string;
  /** Without a file in one of these languages it does not apply. Default: it always does. */
  readonly reads?: readonly Language[];
  /** Whether it looks at each file by itself: then those that have not changed are not handed to it. */
  readonly alone?: true;
  readonly bad: Files;
  readonly good: Files;
  /** The section `source` of failsafe.yaml in both examples. */
  readonly declared?: Source;
  /** Put together when the rule is made, and shown in no page: what in the examples is a secret. */
  readonly secret?: string;
  find(project: SourceObservation, declared: Source): Iterable<Spot>;
}

/** The check of a rule. */
export type RuleCheck = Check<'source', Source, string>;

/** Applied once to the folder that failsafe.yaml names under `source`. */
function onProject({ config, root, composeFiles }: LoadedConfig): CheckInstance<'source', Source>[] {
  const { source } = config;
  if (source === undefined) return [];
  const folder = resolve(root, source.folder ?? '.');
  return [
    {
      subject: config.project,
      params: {
        root: folder,
        ignore: source.ignore ?? [],
        compose: composeFiles.map(file => relative(folder, file).replaceAll(sep, '/')),
      },
      expectation: source,
      tags: source.tags ?? [],
      timeoutMs: TIMEOUT_MS,
    },
  ];
}

/** What a rule looks at. */
function lookedAt({ alone }: Rule, project: SourceObservation): SourceObservation {
  if (!alone || project.changed === undefined) return project;
  const changes = new Set(project.changed);
  return { ...project, files: project.files.filter(({ path }) => changes.has(path)) };
}

/** Whether a spot is in something that has changed. What is not there at all concerns every change. */
function isConcerned({ file, related }: Spot, { changed, files }: SourceObservation): boolean {
  if (changed === undefined || changed.includes(file)) return true;
  if (related !== undefined && changed.includes(related.file)) return true;
  return !files.some(({ path }) => path === file);
}

const byPlace = (a: Spot, b: Spot) => comparePlaces(a, b) || compareTexts(a.message, b.message);

/** Places that several services share, by an anchor, are told once. */
const once = (spots: Iterable<Spot>): Spot[] => [
  ...new Map([...spots].map(spot => [`${formatPlace(spot)} ${spot.message}`, spot])).values(),
];

function lookAt(rule: Rule, project: SourceObservation, declared: Source): JudgedFiles {
  const { id, reads } = rule;
  const seen = lookedAt(rule, project);
  const { length: count } = seen.files.filter(
    ({ language }) => reads === undefined || reads.includes(language as Language),
  );
  if (count === 0) return { count, spots: [], passedOver: [] };
  const found = once(rule.find(seen, declared))
    .filter(spot => isConcerned(spot, project))
    .sort(byPlace);
  const allowed = allowedSpots(id, found, project);
  return {
    count,
    spots: found.filter(spot => !allowed.has(spot)),
    passedOver: [...allowed].map(([spot, why]) => ({ ...spot, by: 'comment', why })),
  };
}

function judge(rule: Rule, project: SourceObservation, declared: Source) {
  const { id, reads } = rule;
  const judged = project.judged?.get(id) ?? lookAt(rule, project, declared);
  if (judged.count === 0) return skip(`there is no file of ${reads?.join(', ') ?? 'any kind'}`);
  const spots = judged.spots.toSorted(byPlace);
  const passedOver = judged.passedOver.length === 0 ? undefined : judged.passedOver.toSorted(byPlace);
  const [first] = spots;
  const besides = passedOver === undefined ? '' : `, ${passedOver.length} allowed by a comment`;
  if (first === undefined) return { ...pass(`${judged.count} files looked at${besides}`), passedOver };
  const more = spots.length === 1 ? '' : `, and ${spots.length - 1} more`;
  return fail(id, `${formatPlace(first)} ${first.message}${more}${besides}`, { spots, passedOver });
}

/** Makes the check of a rule. */
export function ruleCheck(level: Level, rule: Rule): RuleCheck {
  const { id, severity, bad, good, declared, secret } = rule;
  const judgeSome = lookAt.bind(undefined, rule);
  return {
    id: `${level}.${rule.name}`,
    level,
    severity: severity === 'critical' || severity === 'high' ? 'error' : 'warning',
    title: rule.title,
    why: rule.why,
    source: rule.source,
    probe: 'source',
    rule: { id, severity, bad, good, declared, secret, ...(rule.alone && { judgeSome }) },
    codes: { [id]: { title: rule.problem, cause: rule.cause, fix: rule.fix } },
    instances: onProject,
    evaluate: (project, expectation) => judge(rule, project, expectation),
  };
}
