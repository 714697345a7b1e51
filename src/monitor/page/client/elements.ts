import type { Overview } from '../overview.ts';

/** In the browser: an element with what is in it. Texts are texts, whatever they hold. */
export function element(tag: string, className: string, ...children: (Node | string | false | undefined)[]) {
  const one = document.createElement(tag);
  if (className !== '') one.className = className;
  for (const child of children) if (child) one.append(child);
  return one;
}

/** In the browser: the same for drawings. */
export function shape(
  tag: string,
  attributes: Record<string, string | number>,
  ...children: (Node | string)[]
) {
  const one = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, String(value));
  one.append(...children);
  return one;
}

/** In the browser: how a phase is called where people read it; see MOODS of describe.ts. */
export function moodOf(phase: string): 'well' | 'doubtful' | 'paused' | 'down' {
  if (phase === 'healthy') return 'well';
  if (phase === 'maintenance') return 'paused';
  return ['unknown', 'starting', 'suspect', 'verifying'].includes(phase) ? 'doubtful' : 'down';
}

/** In the browser: the subjects that are the causes: they fail by themselves, or an alert is about them until it is over. */
export function rootsOf({ subjects, alerts }: Overview): ReadonlySet<string> {
  const failing = subjects.filter(({ phase }) => moodOf(phase) === 'down' && phase !== 'blocked');
  const alerted = alerts.filter(({ root }) =>
    subjects.some(({ key, phase }) => key === root && phase !== 'healthy' && phase !== 'blocked'),
  );
  return new Set([...failing.map(({ key }) => key), ...alerted.map(({ root }) => root)]);
}

/** In the browser: `1.2 s`, `40 ms`, `48 MiB`, `12 %`. */
export function amount(kind: string, value: number): string {
  const short = (number: number) => String(Number(number.toPrecision(number < 100 ? 2 : 3)));
  if (kind === 'response' || kind === 'database')
    return value < 1000 ? `${short(value)} ms` : `${short(value / 1000)} s`;
  if (kind === 'up' || kind === 'cpu') return `${Number(value.toFixed(value > 99 || value < 1 ? 2 : 1))} %`;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${short(value / 2 ** (10 * power))} ${units[power]}`;
}

/** In the browser: a moment; the day only where it is another one. */
export function moment(at: number): string {
  const then = new Date(at);
  const sameDay = then.toDateString() === new Date().toDateString();
  return sameDay ? then.toLocaleTimeString() : then.toLocaleString();
}
