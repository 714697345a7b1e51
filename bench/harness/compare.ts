import type { Case, Contestant, Goal, Measure, Sample } from './benchmark.ts';
import { measure } from './measure.ts';
import { median, quantile } from './statistics.ts';

/** What came of a goal. */
export interface Reached extends Goal {
  /** The median of the ratios of all rounds in which both took part; without `over` what was measured itself. */
  readonly value: number;
  readonly middleHalf: readonly [number, number];
  readonly least: number;
}

/** The medians of a contestant. */
export interface Standing extends Sample {
  readonly name: string;
  readonly rounds: number;
}

/** What came of a case. */
export interface CaseResult extends Pick<Case, 'name' | 'plot'> {
  readonly standings: readonly Standing[];
  readonly goals: readonly Reached[];
  readonly facts: readonly string[];
}

type Samples = ReadonlyMap<string, readonly Sample[]>;

function standing([name, samples]: [string, readonly Sample[]]): Standing {
  const keys = Object.keys(samples[0] ?? {}) as Measure[];
  const medians = keys.map(key => [key, Math.round(median(samples.flatMap(sample => sample[key] ?? [])))]);
  return { name, rounds: samples.length, ...Object.fromEntries(medians) };
}

function valuesOf({ of, over, measure: key }: Goal, samples: Samples): number[] {
  const own = samples.get(of) ?? [];
  if (over === undefined) return own.flatMap(sample => sample[key] ?? []);
  return own.flatMap((sample, round) => {
    const [value, beside] = [sample[key], samples.get(over)?.[round]?.[key]];
    return value === undefined || beside === undefined ? [] : [value / beside];
  });
}

function reached(goal: Goal, samples: Samples): Reached[] {
  const values = valuesOf(goal, samples);
  if (values.length === 0) return [];
  const at = (part: number) => Number(quantile(values, part).toPrecision(3));
  return [{ ...goal, value: at(goal.quantile ?? 0.5), middleHalf: [at(0.25), at(0.75)], least: at(0) }];
}

/** Lets contestants take turns, each round in another order, so that what drifts on the machine meets all alike. */
async function takeTurns(
  contestants: readonly Contestant[],
  rounds: number,
  progress: (text: string) => void,
): Promise<Samples> {
  const samples = new Map<string, Sample[]>(contestants.map(one => [one.name, []]));
  for (const one of contestants) {
    for (let run = 0; run < (one.warmUps ?? 0); run++) await measure(one);
  }
  for (let round = 0; round < rounds; round++) {
    const start = round % contestants.length;
    for (const one of [...contestants.slice(start), ...contestants.slice(0, start)]) {
      if (round >= (one.rounds ?? rounds)) continue;
      progress(`round ${round + 1} of ${rounds}, ${one.name}`);
      samples.get(one.name)?.push(await measure(one));
    }
  }
  return samples;
}

async function takePart(
  together: NonNullable<Case['together']>,
  rounds: number,
  progress: (text: string) => void,
) {
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`);
    for (const [name, sample] of Object.entries(await together()))
      samples.set(name, [...(samples.get(name) ?? []), sample]);
  }
  return samples;
}

/** Measures a case, in so many rounds or as few as it wants. */
export async function compare(
  { name, plot, contestants = [], together, rounds: most = Infinity, goals = [], facts }: Case,
  wanted: number,
  progress: (text: string) => void,
): Promise<CaseResult> {
  const rounds = Math.min(wanted, most);
  const tell = (text: string) => progress(`${name}: ${text}`);
  const samples = together
    ? await takePart(together, rounds, tell)
    : await takeTurns(contestants, rounds, tell);
  return {
    name,
    plot,
    standings: [...samples].map(([who, all]) => standing([who, all])),
    goals: goals.flatMap(goal => reached(goal, samples)),
    facts: (await facts?.()) ?? [],
  };
}
