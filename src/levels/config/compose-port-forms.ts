import { composeServices, exampleService } from '../compose-services.ts';
import { ruleCheck } from '../rule.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const RANGE = '\\d+(?:-\\d+)?';
const FORM = new RegExp(
  `^(?:(?:(?:\\[[\\da-f:.]+\\]|${OCTET}(?:\\.${OCTET}){3}):)?(?<host>${RANGE})?:)?(?<container>${RANGE})(?:/(?:tcp|udp|sctp))?$`,
  'i',
);
const MOST = 65_535;

const ends = (range: string): [number, number] => {
  const [first = 0, last = first] = range.split('-').map(Number);
  return [first, last];
};
const count = ([first, last]: [number, number]) => last - first + 1;
const isRange = ([first, last]: [number, number]) => first <= last && last <= MOST;

/** What compose would refuse in the short form of a port; undefined when nothing. */
function flawOf(port: string): string | undefined {
  const { host, container } = FORM.exec(port)?.groups ?? {};
  if (container === undefined) return 'is no port: [HOST:]CONTAINER[/tcp|udp]';
  const inside = ends(container);
  const outside = host === undefined ? undefined : ends(host);
  if (!isRange(inside) || inside[0] === 0 || (outside && !isRange(outside)))
    return `is no range from 1 to ${MOST}`;
  if (outside && count(inside) > 1 && count(outside) !== count(inside))
    return 'has two ranges of different lengths';
  return undefined;
}

/** Every published port is one. */
export const check = ruleCheck('config', {
  id: 'C32',
  name: 'port-forms',
  severity: 'high',
  title: 'Every port of a service has a form that compose takes',
  why: 'Nothing of the file is started otherwise.',
  source: 'Compose Specification, ports',
  problem: 'No port',
  cause: 'It is misspelt, or two ranges do not fit.',
  fix: 'Write `"8080:80"`, `"127.0.0.1:8080:80/tcp"` or `"8000-8002:8000-8002"`.',
  reads: ['compose'],
  bad: exampleService('ports: ["80:http"]'),
  good: exampleService('ports: ["127.0.0.1:8080:80/tcp", "8000-8002:8000-8002", "[::1]:81:81", 82]'),
  *find(project) {
    for (const { value, spot, isKnown } of composeServices(project)) {
      for (const [index, port] of (Array.isArray(value.ports) ? value.ports : []).entries()) {
        if (typeof port !== 'string' && typeof port !== 'number') continue;
        const flaw = flawOf(String(port));
        if (flaw !== undefined && isKnown(['ports', index]))
          yield spot(['ports', index], `publishes ${port}, which ${flaw}`);
      }
    }
  },
});
