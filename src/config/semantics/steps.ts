import type { Path } from '../flaw.ts';
import type { Config } from '../schema/config.ts';
import type { Flow, FlowStep } from '../schema/system.ts';

/** A step of a flow and where it stands. */
export interface PlacedStep {
  readonly flow: Flow;
  readonly step: FlowStep;
  readonly path: Path;
  readonly phase: 'steps' | 'teardown';
}

/** All steps of all flows, those of teardowns included. */
export function allSteps({ system }: Config): PlacedStep[] {
  return (system?.flows ?? []).flatMap((flow, index) =>
    (['steps', 'teardown'] as const).flatMap(phase =>
      ((flow[phase] ?? []) as readonly FlowStep[]).map((step, position) => ({
        flow,
        step,
        phase,
        path: ['system', 'flows', index, phase, position],
      })),
    ),
  );
}
