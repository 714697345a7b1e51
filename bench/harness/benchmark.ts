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
}

/** What is measured of a run. */
export type Measure = 'wallMs' | 'cpuMs' | 'rssBytes';

/** A ratio of two contestants in one round that is to be reached; issue 8 says where the figures come from. */
export interface Goal {
  readonly of: string;
  readonly over: string;
  readonly measure: Measure;
  readonly atMost: number;
}

/** Contestants that do the same work. */
export interface Case {
  readonly name: string;
  readonly contestants: readonly Contestant[];
  readonly goals?: readonly Goal[];
}

/** How much is measured. */
export interface Extent {
  /** The short form of CI: few rounds, small cases, and only what is far off fails. */
  readonly short: boolean;
}

/** A comparison: cases one after another. What a case needs is made before it is yielded, and removed after it. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** What is compared, and what was found: Markdown for the page. */
  readonly about: string;
  cases(extent: Extent): AsyncIterable<Case>;
}
