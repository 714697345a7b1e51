import type { Diagnosis, Rule, Symptom } from './rule.ts';

/** The causes that the evidence shows, the likeliest first: those that say why before what happened, then the latest. */
export function diagnose(symptom: Symptom, rules: readonly Rule[]): Diagnosis[] {
  return rules
    .flatMap(rule => {
      const found = rule.find(symptom);
      return found === undefined ? [] : [{ ...found, general: rule.general === true }];
    })
    .toSorted((a, b) => Number(a.general) - Number(b.general) || b.place - a.place)
    .map(({ diagnosis }) => diagnosis);
}
