import { styleFor } from '../../reporters/style.ts';
import { formatDuration } from '../config/units.ts';
import { ProblemError } from '../model/problem.ts';
import { refuseOtherFile, runningMonitor } from '../monitor/lock.ts';
import { makeMonitorFolder } from '../monitor/store.ts';
import { environmentStep } from '../operations/environment/environment-step.ts';
import { environmentSources, planEnvironment } from '../operations/environment/plan-environment.ts';
import { followStages, isWanted, type StageName, stageOf } from '../operations/pipeline/stages.ts';
import { resumeAt } from '../operations/setup/plan-setup.ts';
import type { Step } from '../operations/step.ts';
import { startDetached } from './detach-monitor.ts';
import { loadIncomplete } from './load-incomplete.ts';
import { type OperationContext, operate } from './operate.ts';
import type { PipelineOptions } from './pipeline.ts';
import { refuseIsolated } from './refuse-isolated.ts';
import { setupSteps } from './setup-steps.ts';
import { validateStep } from './validate-step.ts';

const LAST_LINES = 5;

const monitorStep = ({ loaded }: OperationContext, options: PipelineOptions): Step => ({
  id: 'monitor',
  title: 'watch it in the background',
  acts: ['failsafe monitor --detach'],
  async run() {
    const runs = runningMonitor(await makeMonitorFolder(loaded.root));
    refuseOtherFile(runs, loaded.file);
    if (runs !== undefined) return `process ${runs.pid} does already`;
    const started = await startDetached(loaded, { config: options.config, runtime: options.runtime });
    if ('pid' in started) return `process ${started.pid}; failsafe monitor status | logs -f | alerts | stop`;
    throw new ProblemError([
      {
        code: 'MONITOR_ENDED',
        message: 'the monitor did not begin',
        causes: started.said.trim().split('\n').slice(-LAST_LINES),
        fix: 'Run `failsafe monitor` in the foreground: it says why.',
      },
    ]);
  },
});

/** Goes through the stages of a deployment. */
export function runPipeline(given: PipelineOptions): Promise<number> {
  // What it sets up is to last
  const options = { ...given, runtime: given.runtime ?? ('compose' as const) };
  const isAsked = (stage: StageName) => isWanted(stage, options.from, options.to);
  const stages = followStages();
  const of = (stage: StageName, steps: readonly Step[]) => (isAsked(stage) ? stages.of(stage, steps) : []);
  return operate('pipeline', options, {
    async before(file) {
      const environment = isAsked('setup')
        ? [environmentStep(await planEnvironment(await environmentSources(file), process.env))]
        : [];
      return [...of('validate', [validateStep(file)]), ...of('setup', environment)];
    },
    loadDry: async () => (await loadIncomplete(options.config, options.runtime)).loaded,
    async plan(context) {
      refuseIsolated(context.loaded, 'set up');
      const steps = await setupSteps(context, false);
      return {
        steps: [
          ...steps.flatMap(step => of(stageOf(step.id), [step])),
          ...of('monitor', [monitorStep(context, options)]),
        ],
        done: isAsked('monitor') ? 'Deployed, and watched.' : 'Deployed.',
        goOn(step, error) {
          const next = resumeAt(steps, step, error);
          return `failsafe pipeline --from ${next === 'monitor' ? next : stageOf(next)}`;
        },
      };
    },
    summary() {
      const style = styleFor(process.stderr);
      const marks = { done: style.green('✓'), failed: style.red('✗'), skipped: '-' };
      return stages.reports().map(({ title, status, durationMs }, index) => {
        const took = status === 'skipped' ? 'skipped' : formatDuration(durationMs);
        return ` ${marks[status]} ${index + 1}. ${title.padEnd(24)}${style.dim(took)}`;
      });
    },
    facts: () => ({ stages: stages.reports() }),
  });
}
