import type { Step } from '../step.ts';

/** The stages of a deployment, in order. */
export const STAGES = ['validate', 'setup', 'test', 'verify', 'monitor'] as const;
/** One of {@link STAGES}. */
export type StageName = (typeof STAGES)[number];

/** What is read of a stage. */
const TITLES: Readonly<Record<StageName, string>> = {
  validate: 'pre-commit validation',
  setup: 'automated setup',
  test: 'comprehensive testing',
  verify: 'health verification',
  monitor: 'continuous monitoring',
};

/** What came of a stage. */
export interface StageReport {
  readonly id: StageName;
  readonly title: string;
  /** `skipped`: not asked for, nothing declared, or one before it has failed. */
  readonly status: 'done' | 'failed' | 'skipped';
  readonly steps: number;
  readonly durationMs: number;
}

/** Whether a stage is among those from one to another. */
export const isWanted = (stage: StageName, from: StageName, to: StageName): boolean =>
  STAGES.indexOf(stage) >= STAGES.indexOf(from) && STAGES.indexOf(stage) <= STAGES.indexOf(to);

/** The stage of a step of set-up. */
export function stageOf(step: string): StageName {
  if (step === 'check') return 'verify';
  return /^tests(?:-\d+)?$/.test(step) ? 'test' : 'setup';
}

/** Follows steps, stage by stage. */
export function followStages() {
  const seen = new Map<StageName, { failed: boolean; steps: number; durationMs: number }>();
  return {
    /** The steps as those of a stage. */
    of(stage: StageName, steps: readonly Step[]): Step[] {
      return steps.map(step => ({
        ...step,
        async run(tell) {
          const stageSeen = seen.get(stage) ?? { failed: false, steps: 0, durationMs: 0 };
          seen.set(stage, stageSeen);
          const startedAt = performance.now();
          try {
            return await step.run(tell);
          } catch (error) {
            stageSeen.failed = true;
            throw error;
          } finally {
            stageSeen.steps++;
            stageSeen.durationMs += Math.round(performance.now() - startedAt);
          }
        },
      }));
    },
    /** What came of each stage so far. */
    reports(): StageReport[] {
      return STAGES.map(id => {
        const { failed, steps, durationMs } = seen.get(id) ?? { failed: false, steps: 0, durationMs: 0 };
        const status = failed ? 'failed' : steps > 0 ? 'done' : 'skipped';
        return { id, title: TITLES[id], status, steps, durationMs };
      });
    },
  };
}
