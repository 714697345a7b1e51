import { type Directive, getDirectives } from '@nginx/reference-lib';
import type { NginxDirective } from '../model/observations/source.ts';

/** What one argument may be, where the documentation says it exactly. */
type Value = 'flag' | 'size' | 'time' | 'any';

/** How a directive may be written. */
interface Form {
  readonly count: number;
  readonly value: Value;
}

const SIZE = /^\d+[kmg]?$/i;
const TIME = /^(?:\d+(?:ms|[smhdwMy])?\s*)+$/;
const FITS: Readonly<Record<Value, (text: string) => boolean>> = {
  flag: text => /^(?:on|off)$/i.test(text),
  size: text => SIZE.test(text),
  time: text => TIME.test(text),
  any: () => true,
};
const WANTED: Readonly<Record<Value, string>> = {
  flag: '"on" or "off"',
  size: 'a size such as 10m',
  time: 'a time such as 30s',
  any: 'a value',
};

/** Syntax as plain words: `on | off`, `size`, `field value`. */
const wordsOf = (syntax: string) =>
  syntax
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&hellip;', '…')
    .trim();

/** The forms of a syntax; undefined where some part of it is optional or repeated. */
function formsOf(syntax: string): Form[] | undefined {
  const words = wordsOf(syntax);
  if (/[[\]….{(=:]/.test(words) || words === '') return undefined;
  if (/^on \| off$/.test(words)) return [{ count: 1, value: 'flag' }];
  return words.split('|').map(alternative => {
    const count = alternative.trim().split(/\s+/).length;
    const only = words === 'size' || words === 'time' ? words : 'any';
    return { count, value: only };
  });
}

function allForms(directives: readonly Directive[]): readonly Form[] | undefined {
  const forms = directives.flatMap(({ syntax }) => syntax.map(formsOf));
  return forms.includes(undefined) ? undefined : forms.flatMap(form => form ?? []);
}

/** Whose documentation leaves something out that nginx takes. */
const LOOSE = [
  'default',
  'server',
  'include',
  'accept_mutex',
  'internal',
  'break',
  'ip_hash',
  'set_real_ip_from',
];

const known: ReadonlyMap<string, readonly Form[]> = new Map(
  [...Map.groupBy(getDirectives(), ({ name }) => name)].flatMap(([name, all]) => {
    const forms = LOOSE.includes(name) ? undefined : allForms(all);
    return forms === undefined || forms.length === 0 ? [] : [[name, forms] as const];
  }),
);

/** What is wrong with the arguments of a directive, by its documentation. */
export function valueFlaw({ name, args }: NginxDirective): string | undefined {
  const forms = known.get(name);
  if (forms === undefined) return undefined;
  const counted = forms.filter(({ count }) => count === args.length);
  if (counted.length === 0) return `invalid number of arguments in "${name}" directive`;
  const [first = ''] = args;
  if (args.length > 1 || first.includes('$') || counted.some(({ value }) => FITS[value](first)))
    return undefined;
  return `invalid value "${first}" in "${name}" directive, it must be ${WANTED[counted[0]?.value ?? 'any']}`;
}

/** Whether a directive has one value, which can be set once in a block. */
export const isSingle = (name: string): boolean =>
  known.get(name)?.every(({ value }) => value !== 'any') === true ||
  ['root', 'alias', 'proxy_pass'].includes(name);
