import { stringify } from 'yaml';
import type { Draft, Entry } from './draft.ts';

const SCHEMA = '# yaml-language-server: $schema=./node_modules/failsafe/failsafe.schema.json';
const MOST_COLUMNS = 100;

const inline = (value: unknown): string => {
  const text = stringify(value, {
    collectionStyle: 'flow',
    flowCollectionPadding: true,
    lineWidth: 0,
    singleQuote: true,
  });
  return text.trimEnd().replace(/\[ ([\d, ]+) \]/g, '[$1]');
};

/** Of one line: what somebody else wrote, a path or a name, may hold line breaks. */
const comment = ({ guessed, note }: Pick<Entry, 'guessed' | 'note'>): string | undefined => {
  const text = guessed === undefined ? note : `guessed: ${guessed}`;
  return text === undefined ? undefined : `# ${text.replace(/\s+/g, ' ')}`;
};

/** A line with its comment: behind it, or above it where it would be too long. */
function line(indent: string, text: string, entry: Pick<Entry, 'guessed' | 'note'>): string[] {
  const said = comment(entry);
  if (said === undefined) return [`${indent}${text}`];
  const one = `${indent}${text}  ${said}`;
  return one.length <= MOST_COLUMNS ? [one] : [`${indent}${said}`, `${indent}${text}`];
}

/** An endpoint, a key a line; what is expected stays together. */
function endpoint(entry: Entry): string[] {
  const [first, ...others] = Object.entries(entry.value as Record<string, unknown>);
  const said = comment(entry);
  return [
    ...(said === undefined ? [] : [`    ${said}`]),
    `    - ${first?.[0]}: ${inline(first?.[1])}`,
    ...others.map(([key, value]) => `      ${key}: ${inline(value)}`),
  ];
}

function section(name: string, lines: readonly string[], ...above: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...above.map(text => `# ${text}`), `${name}:`, ...lines];
}

function stack({ compose, env, attachTo, oneShots }: Draft): string[] {
  return [
    '  runtime: compose',
    `  compose: ${inline(compose.length === 1 ? compose[0] : compose)}`,
    ...(env === undefined ? [] : [`  env: ${inline(env)}`]),
    ...(attachTo === undefined ? [] : [`  project: ${inline(attachTo)}`]),
    ...(oneShots.length === 0
      ? []
      : ['  oneShots:', ...oneShots.flatMap(one => line('    ', `- ${inline(one.name)}`, one))]),
  ];
}

function database({ database: found }: Draft): string[] {
  if (found === undefined) return [];
  const migrations = found.value === undefined ? [] : line('  ', `migrations: ${inline(found.value)}`, found);
  return [`  target: ${inline(found.target)}`, ...migrations];
}

function api({ front, endpoints }: Draft): string[] {
  if (front === undefined || endpoints.length === 0) return [];
  return [`  target: ${inline(front)}`, '  endpoints:', ...endpoints.flatMap(endpoint)];
}

/** A map, a key a line, its comment above. */
function mapOf(entry: Entry): string[] {
  const said = comment(entry);
  const keys = Object.entries(entry.value as Record<string, unknown>);
  return [
    ...(said === undefined ? [] : [`  ${said}`]),
    ...keys.map(([key, value]) => `  ${key}: ${inline(value)}`),
  ];
}

/** The text of a failsafe.yaml. It is laid out to be read, and to be changed by hand. */
export function renderConfig(draft: Draft): string {
  const { targets, reach, pwa, leftOut } = draft;
  const lines = [
    SCHEMA,
    '#',
    '# What this deployment is, and what healthy means for it. `failsafe init` has written it; it is yours from now on.',
    '# Every service of the compose file is checked without being named here: it runs, its health check says healthy, it',
    '# has not been restarted, was not killed for want of memory, is in its network, and runs the image that was built.',
    'version: 1',
    `project: ${inline(draft.project)}`,
    ...section(
      'stack',
      stack(draft),
      'Where it runs. `failsafe check` looks at the compose project, and changes nothing.',
    ),
    ...section(
      'targets',
      targets.flatMap(one => line('  ', `${one.name}: ${inline(one.value)}`, one)),
      'What is looked at through its published port. Ports are those inside of the container.',
    ),
    ...section(
      'connectivity',
      reach.length === 0
        ? []
        : ['  reach:', ...reach.flatMap(one => line('    ', `- ${inline(one.value)}`, one))],
      'Who must reach whom inside of the network of the stack.',
    ),
    ...section('api', api(draft), 'Requests, and what must come back.'),
    ...section(
      'database',
      database(draft),
      'It lets its user in, can be written to, has connections and sequences left, nothing blocks.',
    ),
    ...section(
      'pwa',
      pwa === undefined ? [] : mapOf(pwa),
      'It can be installed, and opens without a network.',
    ),
    ...(leftOut.length === 0
      ? []
      : ['', '# Found, and not checked:', ...leftOut.map(text => `# - ${text.replace(/\s+/g, ' ')}`)]),
    '',
  ];
  return lines.join('\n');
}
