import { expect, test } from 'vitest';
import type { ServiceState } from '../../model/stack.ts';
import { missingService, worst } from './service-state.ts';

const container = (more: Partial<ServiceState>): ServiceState => ({
  ...missingService('web', false),
  state: 'running',
  ...more,
});

test('restarts and the last start are those of all containers, whichever is the worst', () => {
  const early = container({ restarts: 4, startedAt: '2026-01-01T00:00:00.5Z' });
  const late = container({ restarts: 1, startedAt: '2026-01-01T00:00:00.51Z' });
  for (const states of [
    [{ ...early, health: 'unhealthy' as const }, late],
    [early, { ...late, health: 'unhealthy' as const }],
  ])
    expect(worst(states)?.instances).toEqual({
      up: 2,
      existing: 2,
      restarts: 5,
      startedAt: '2026-01-01T00:00:00.51Z',
    });
});
