import type { ServiceAct } from '../../model/verdict.ts';

/** The version before a recent deploy, which can be gone back to. */
export interface WayBack {
  /** The deploy that it undoes. One attempt is made for each. */
  readonly deploy: string;
  /** What is gone back to. */
  readonly version: string;
  /** Services that are made anew of its images: those that differ, and none that holds data. */
  readonly services: readonly string[];
  /** When the deploy is too long ago to be the cause, in milliseconds since 1970. */
  readonly until: number;
}

/** Goes back to the version before a recent deploy, because this service fails. */
export interface RollbackAct {
  readonly action: 'rollback';
  readonly service: string;
  readonly version: string;
  readonly services: readonly string[];
}

/** What the monitor may do about a service. */
export type HealAct = ServiceAct | RollbackAct;

/** An act in words: `restart api`, `roll back api to 20270131T180000Z-1f2e`. */
export function actWords(act: HealAct): string {
  if (act.action !== 'rollback') return `${act.action} ${act.service}`;
  return `roll back ${act.services.join(', ')} to ${act.version}`;
}

/** The services that an act makes anew, restarts or starts. */
export const touchedBy = (act: HealAct): readonly string[] =>
  act.action === 'rollback' ? act.services : [act.service];
