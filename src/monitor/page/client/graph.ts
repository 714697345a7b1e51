import type { ShownSubject } from '../overview.ts';
import { moodOf, shape } from './elements.ts';

/**
 * In the browser: services and what they stand on, drawn from what stands highest to what all stand on. The root is
 * marked, and the ways to it.
 */
export function drawGraph(services: readonly ShownSubject[], roots: ReadonlySet<string>): SVGElement {
  const [width, height, gapX, gapY, edge] = [136, 46, 20, 44, 6];
  const known = new Map(services.map(one => [one.key, one]));
  const below = ({ dependsOn }: ShownSubject) => dependsOn.flatMap(key => known.get(key) ?? []);
  const depths = new Map<string, number>();
  function sink(one: ShownSubject, depth: number): void {
    if (depth > known.size || depth <= (depths.get(one.key) ?? -1)) return;
    depths.set(one.key, depth);
    for (const other of below(one)) sink(other, depth + 1);
  }
  for (const one of services) sink(one, 0);
  const layers = Object.values(Object.groupBy(services, ({ key }) => depths.get(key) ?? 0)).map(
    layer => layer ?? [],
  );
  const columns = Math.max(1, ...layers.map(layer => layer.length));
  const total = columns * (width + gapX) - gapX + 2 * edge;
  const places = new Map(
    layers.flatMap((layer, depth) =>
      layer.map((one, column) => {
        const free = total - 2 * edge - (layer.length * (width + gapX) - gapX);
        return [
          one.key,
          { x: edge + free / 2 + column * (width + gapX), y: edge + depth * (height + gapY) },
        ] as const;
      }),
    ),
  );
  const edges = services.flatMap(one =>
    below(one).map(other => {
      const [from, to] = [places.get(one.key), places.get(other.key)];
      if (from === undefined || to === undefined) return shape('g', {});
      const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y];
      const bad = one.phase === 'blocked' && (roots.has(other.key) || other.phase === 'blocked');
      const middle = (y1 + y2) / 2;
      const path = `M ${x1} ${y1} C ${x1} ${middle}, ${x2} ${middle}, ${x2} ${y2}`;
      return shape('path', { d: path, class: bad ? 'edge edge-bad' : 'edge' });
    }),
  );
  const cut = (text: string) => (text.length > 17 ? `${text.slice(0, 16)}…` : text);
  const boxes = services.map(one => {
    const { x, y } = places.get(one.key) ?? { x: 0, y: 0 };
    const mood = moodOf(one.phase);
    const root = roots.has(one.key);
    const words = root ? 'root cause' : one.phase;
    return shape(
      'g',
      { transform: `translate(${x} ${y})` },
      shape('title', {}, `${one.key}: ${one.phase}`),
      shape('rect', { width, height, rx: 8, class: `box ${root ? 'box-root' : `box-${mood}`}` }),
      shape('text', { x: width / 2, y: 20, 'text-anchor': 'middle', 'font-weight': 600 }, cut(one.key)),
      shape('text', { x: width / 2, y: 37, 'text-anchor': 'middle', class: `small phase-${mood}` }, words),
    );
  });
  const tall = layers.length * (height + gapY) - gapY + 2 * edge;
  const causes = services.filter(({ key }) => roots.has(key)).map(({ key }) => key);
  const label = `${services.length} services and what they stand on; root cause: ${causes.join(', ') || 'none'}`;
  return shape(
    'svg',
    { viewBox: `0 0 ${total} ${tall}`, width: total, height: tall, role: 'img', 'aria-label': label },
    ...edges,
    ...boxes,
  );
}
