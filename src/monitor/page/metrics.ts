import type { Overview } from './overview.ts';

/** What Prometheus scrapes: made anew for each scrape, so that nothing of a subject that is gone remains. */
export async function renderMetrics({
  project,
  verdict,
  seenAt,
  blind,
  subjects,
  alerts,
}: Overview): Promise<string> {
  const { Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  registry.setDefaultLabels({ project });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  gauge('failsafe_up', '1: all is well; 0: something fails, or nothing can be seen').set(
    Number(verdict === 'healthy'),
  );
  gauge('failsafe_blind', '1: nothing can be seen, such as without an engine').set(
    Number(blind !== undefined),
  );
  gauge('failsafe_last_look_timestamp_seconds', 'When it was last looked').set((seenAt ?? 0) / 1000);
  const phase = gauge('failsafe_subject_phase', '1 for the phase that a subject is in', [
    'subject',
    'kind',
    'phase',
  ]);
  const flapping = gauge('failsafe_subject_flapping', '1: it comes and goes', ['subject']);
  const budget = gauge('failsafe_heal_budget_left', 'Acts that are left within the window', ['subject']);
  for (const { key, kind, phase: now, flapping: flaps, budgetLeft } of subjects) {
    phase.set({ subject: key, kind, phase: now }, 1);
    flapping.set({ subject: key }, Number(flaps));
    if (budgetLeft !== undefined) budget.set({ subject: key }, budgetLeft);
  }
  const firing = gauge('failsafe_alert_firing', '1 for each alert that fires', ['root', 'kind', 'code']);
  for (const { root, kind, cause } of alerts) firing.set({ root, kind, code: cause.code }, 1);
  return registry.metrics();
}
