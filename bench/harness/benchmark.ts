/** A command whose whole process tree is measured. */
export interface Contestant {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: 0 alone. A run that ends otherwise ends the benchmark: it did not do its work. */
  readonly exitCodes?: readonly number[];
  /** Runs before the first that counts: what is remembered from run to run is there then. Default: none. */
  readonly warmUps?: number;
  /** For one that takes long: it takes part in the first so many rounds. Default: in all. */
  readonly rounds?: number;
  /** What others saw of a run, asked for when it has ended. */
  readonly seen?: () => Promise<Sample>;
}

/** What can be measured, in milliseconds and bytes. */
export type Measure =
  | 'wallMs'
  | 'cpuMs'
  | 'rssBytes'
  /** From the first request that came to the last answer that went, as the target sees it. */
  | 'askedMs'
  /** CPU time of what goes on for ever, by 1,000 of what it does. */
  | 'cpuMsPerThousand'
  /** What its memory has grown by while it was watched. */
  | 'growthBytes'
  /** From the engine's word that something is unhealthy to the restart that is asked for. */
  | 'reactedMs'
  /** From the fault to the engine's word that all is healthy again. */
  | 'healedMs';

/** What one run of a contestant took. */
export type Sample = Readonly<Partial<Record<Measure, number>>>;

/** What is to be reached; issue 8 says where the figures come from. */
export interface Goal {
  readonly of: string;
  /** The contestant that it is set in ratio to, round by round. Without one: the median of the measure itself is looked at. */
  readonly over?: string;
  readonly measure: Measure;
  /** A ratio; milliseconds or bytes where nothing is `over`. */
  readonly atMost: number;
  /** Where nothing is `over`: this quantile instead of the median, `0.95`. */
  readonly quantile?: number;
}

/** Contestants that do the same work. */
export interface Case {
  readonly name: string;
  readonly contestants?: readonly Contestant[];
  /** Instead of contestants one after another: several that are measured at the same time; called once a round. */
  readonly together?: () => Promise<Readonly<Record<string, Sample>>>;
  /** For what takes long: at most so many rounds. */
  readonly rounds?: number;
  readonly goals?: readonly Goal[];
  /** Where it stands in a plot: cases of one plot are its points. */
  readonly plot?: { readonly name: string; readonly n: number };
  /** Called when all rounds are over: what was counted besides time and memory, a sentence each. */
  readonly facts?: () => readonly string[] | Promise<readonly string[]>;
}

/** How much is measured. */
export interface Extent {
  /** The short form of CI: few rounds, small cases, and only what is far off fails. */
  readonly short: boolean;
  /** How long the monitor is watched in the long form. */
  readonly minutes: number;
}

/** A comparison: cases one after another. What a case needs is made before it is yielded, and removed after it. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** What is compared, and what was found: Markdown for the page. */
  readonly about: string;
  cases(extent: Extent): AsyncIterable<Case>;
}
