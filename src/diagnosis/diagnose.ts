import type { Diagnosis, KnownCause, Symptom } from './known-cause.ts';

/** The causes that the evidence shows, the likeliest first: those that say why before what happened, then the latest. */
export function diagnose(symptom: Symptom, causes: readonly KnownCause[]): Diagnosis[] {
  const found = causes.flatMap(({ general = false, own = false, find }) => {
    const one = find(symptom);
    return one === undefined ? [] : [{ ...one, general, own }];
  });
  const last = Math.max(...found.map(({ place }) => place));
  return found
    .toSorted((a, b) => Number(a.general) - Number(b.general) || b.place - a.place)
    .map(({ diagnosis, own, place }) => (own && place === last ? { ...diagnosis, own } : diagnosis));
}
