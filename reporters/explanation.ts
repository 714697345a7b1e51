import type { Explanation } from '../src/engine/explain.ts';
import type { Style } from './style.ts';

/** The pages of checks and codes, as text for people. */
export function renderExplanations(found: readonly Explanation[], style: Style): string {
  return found
    .map(({ check, codes }) => {
      const head =
        check === undefined
          ? []
          : [
              ` ${style.bold(check.id)}  ${check.title}`,
              `   ${check.why}`,
              ...(check.source === undefined ? [] : [style.dim(`   Source: ${check.source}`)]),
            ];
      const pages = codes.map(({ code, title, cause, fix }) =>
        [` ${style.bold(code)}  ${title}`, `   cause  ${cause}`, `   fix    ${fix}`].join('\n'),
      );
      return [head.join('\n'), ...pages].filter(text => text !== '').join('\n\n');
    })
    .map(text => `\n${text}\n`)
    .join('');
}
