interface Needing {
  readonly name: string;
  readonly needs: readonly string[];
}

/** Services in an order in which each comes after what it needs; or the names that wait for each other in a ring. */
export function needsOrder<Service extends Needing>(
  services: readonly Service[],
): { ordered: Service[] } | { ring: string[] } {
  const ordered: Service[] = [];
  const placed = new Set<string>();
  let waiting = [...services];
  while (waiting.length > 0) {
    const next = waiting.filter(({ needs }) => needs.every(name => placed.has(name)));
    if (next.length === 0) return { ring: waiting.map(({ name }) => name) };
    for (const service of next) placed.add(service.name);
    ordered.push(...next);
    waiting = waiting.filter(service => !next.includes(service));
  }
  return { ordered };
}
