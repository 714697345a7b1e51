import type { Diagnosis, KnownCause, Symptom } from './known-cause.ts';

/** The causes that the evidence shows, the likeliest first: those that say why before what happened, then the latest. */
export function diagnose(symptom: Symptom, causes: readonly KnownCause[]): Diagnosis[] {
  return causes
    .flatMap(cause => {
      const found = cause.find(symptom);
      return found === undefined ? [] : [{ ...found, general: cause.general === true }];
    })
    .toSorted((a, b) => Number(a.general) - Number(b.general) || b.place - a.place)
    .map(({ diagnosis }) => diagnosis);
}
