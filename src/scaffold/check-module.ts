/** The two files of a check of one's own, by what they are called. */
export interface CheckModule {
  readonly module: string;
  readonly test: string;
}

const words = (id: string): string => id.replace('.', ' ').replaceAll('-', ' ');

/** A module that runs as it is, and a test with what is green and what is red. `module`: its file name, for the test to import. */
export function renderCheckModule(id: string, level: string, module: string): CheckModule {
  const code = `${id.replace(/[.-]/g, '_').toUpperCase()}_REFUSED`;
  const slow = code.replace('REFUSED', 'SLOW');
  return {
    module: `import { defineCheck, defineProbe, fail, pass } from 'failsafe/extend';

/** What \`with\` of failsafe.yaml may say; \`parameters\` below checks it. */
interface Parameters {
  path: string;
  within: number;
}

/** Looks, and says what it saw. Throw \`new ProbeError('target', CODE, message)\` for what is evidence against the target. */
const probe = defineProbe({
  async observe({ parameters }: { parameters: Parameters }, { url, signal }) {
    const startedAt = performance.now();
    const answer = await fetch(await url(parameters.path), { signal });
    await answer.text();
    return { status: answer.status, ms: Math.round(performance.now() - startedAt) };
  },
});

export default defineCheck({
  id: '${id}',
  level: '${level}',
  title: 'What holds when ${words(id)} passes',
  why: 'Why it matters.',
  parameters: {
    type: 'object',
    properties: {
      path: { type: 'string', pattern: '^/', default: '/' },
      within: { type: 'integer', minimum: 1, default: 2000, description: 'Milliseconds.' },
    },
    additionalProperties: false,
  },
  codes: {
    ${code}: {
      title: 'It is refused',
      cause: 'The likely cause, as a sentence.',
      fix: 'What mends it, as a sentence.',
    },
    ${slow}: {
      title: 'It takes too long',
      cause: 'The likely cause, as a sentence.',
      fix: 'What mends it, as a sentence.',
    },
  },
  probe,
  /** Judges what was seen; pure. */
  evaluate({ status, ms }, { within }: Parameters) {
    if (status >= 400)
      return fail('${code}', \`it answers with \${status}\`, { expected: 'below 400', got: \`\${status}\` });
    if (ms >= within)
      return fail('${slow}', \`it took \${ms} ms\`, { expected: \`less than \${within} ms\`, got: \`\${ms} ms\` });
    return pass(\`it answers with \${status} in \${ms} ms\`);
  },
});
`,
    test: `import { expect, test } from 'vitest';
import check from './${module}';

const { evaluate } = check.definition;

test.each([
  [{ status: 200, ms: 10 }, 'OK'],
  [{ status: 500, ms: 10 }, '${code}'],
  [{ status: 200, ms: 2000 }, '${slow}'],
])('%j gives %s', (seen, code) => {
  expect(evaluate(seen, { path: '/', within: 2000 }).code).toBe(code);
});
`,
  };
}
