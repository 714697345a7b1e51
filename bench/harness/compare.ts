import type { Case, Contestant, Goal, Measure } from './benchmark.ts';
import { measure, type Sample } from './measure.ts';
import { median, quantile } from './statistics.ts';

/** What came of a goal: the median of the ratios of all rounds in which both took part, and the middle half of them. */
export interface Reached extends Goal {
  readonly ratio: number;
  readonly middleHalf: readonly [number, number];
}

/** The medians of a contestant. */
export interface Standing extends Readonly<Record<Measure, number>> {
  readonly name: string;
  readonly rounds: number;
}

/** What came of a case. */
export interface CaseResult {
  readonly name: string;
  readonly standings: readonly Standing[];
  readonly goals: readonly Reached[];
}

function standing({ name }: Contestant, samples: readonly Sample[]): Standing {
  const of = (key: Measure) => Math.round(median(samples.map(sample => sample[key])));
  return { name, rounds: samples.length, wallMs: of('wallMs'), cpuMs: of('cpuMs'), rssBytes: of('rssBytes') };
}

function reached(goal: Goal, samples: ReadonlyMap<string, readonly Sample[]>): Reached[] {
  const [own = [], other = []] = [samples.get(goal.of), samples.get(goal.over)];
  const pairs = own.flatMap((sample, round) => {
    const beside = other[round];
    return beside === undefined ? [] : [sample[goal.measure] / beside[goal.measure]];
  });
  if (pairs.length === 0) return [];
  const round = (value: number) => Number(value.toPrecision(3));
  return [
    {
      ...goal,
      ratio: round(median(pairs)),
      middleHalf: [round(quantile(pairs, 0.25)), round(quantile(pairs, 0.75))],
    },
  ];
}

/** Lets contestants take turns, each round in another order, so that what drifts on the machine meets all alike. */
export async function compare(
  { name, contestants, goals = [] }: Case,
  rounds: number,
  progress: (text: string) => void,
): Promise<CaseResult> {
  const samples = new Map<string, Sample[]>(contestants.map(one => [one.name, []]));
  for (const one of contestants) {
    for (let run = 0; run < (one.warmUps ?? 0); run++) await measure(one);
  }
  for (let round = 0; round < rounds; round++) {
    const start = round % contestants.length;
    for (const one of [...contestants.slice(start), ...contestants.slice(0, start)]) {
      if (round >= (one.rounds ?? rounds)) continue;
      progress(`${name}: round ${round + 1} of ${rounds}, ${one.name}`);
      samples.get(one.name)?.push(await measure(one));
    }
  }
  return {
    name,
    standings: contestants.map(one => standing(one, samples.get(one.name) ?? [])),
    goals: goals.flatMap(goal => reached(goal, samples)),
  };
}
