import type { Problem } from '../../model/problem.ts';
import { formatPath, type Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import type { Locate } from '../source/locate.ts';
import { replaceVariables } from './compose-variables.ts';

function textsIn(value: unknown, path: Path): [text: string, path: Path][] {
  if (typeof value === 'string') return value.includes('${') ? [[value, path]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}

/** Each `${` of a compose file that begins no variable: compose refuses it, so nothing is known of what it stands for. */
export function malformedReferences(document: unknown, locate: Locate): Problem[] {
  return textsIn(document, []).flatMap(([text, path]): Problem[] => {
    let wrong = false;
    replaceVariables(
      text,
      () => '',
      undefined,
      () => {
        wrong = true;
      },
    );
    if (!wrong) return [];
    return [
      {
        code: 'CONFIG_SYNTAX',
        message: `${formatPath(path)} has a "\${" that begins no variable`,
        at: locate(path, 'value'),
        expected: `\${NAME} or \${NAME:-default}`,
        fix: 'Close it with }, or write $${ for the text ${ itself.',
      },
    ];
  });
}
