import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** So many requests of the target at a port. */
export interface Work {
  readonly port: number;
  readonly checks: number;
  readonly atOnce: number;
}

/** The indices of its requests. */
export const numbers = ({ checks }: Work) => Array.from({ length: checks }, (_, index) => index);
/** The address of one. */
export const urlOf = ({ port }: Work, index: number) => `http://127.0.0.1:${port}/e/${index}`;

/** A failsafe.yaml, written as people write it, and the spec that Vitest runs of it. */
export function writeFailsafe(folder: string, work: Work, status = 200): void {
  const endpoints = numbers(work).map(
    index =>
      `    - name: e${index}\n      get: /e/${index}\n      expect: { status: ${status}, json: { $.ok: true }, latency: { fail: 5s } }\n`,
  );
  const head = `version: 1\nproject: bench\nstack: { compose: docker-compose.yml }\ntargets:\n  web: { url: "http://127.0.0.1:${work.port}" }\napi:\n  target: web\n  endpoints:\n`;
  const compose = 'services:\n  web:\n    image: debian:bookworm-slim\n    ports: ["80:80"]\n';
  writeFileSync(join(folder, 'docker-compose.yml'), compose);
  writeFileSync(join(folder, 'failsafe.yaml'), head + endpoints.join(''));
}

const plainConfig = (file: string, { atOnce }: Work): string =>
  `export default { test: { include: ['${file}'], pool: 'threads', isolate: false, maxWorkers: 1, maxConcurrency: ${atOnce} } };\n`;

/** What a person writes without failsafe: one test a check, with fetch. */
export function writePlainVitest(folder: string, work: Work): void {
  writeFileSync(
    join(folder, 'plain.test.mjs'),
    `import { expect, test } from 'vitest';
for (let index = 0; index < ${work.checks}; index++)
  test.concurrent(\`e\${index}\`, async () => {
    const begun = performance.now();
    const answer = await fetch(\`http://127.0.0.1:${work.port}/e/\${index}\`);
    expect(answer.status).toBe(200);
    expect((await answer.json()).ok).toBe(true);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
`,
  );
  writeFileSync(join(folder, 'plain.config.mjs'), plainConfig('plain.test.mjs', work));
}

/** The same looks as so many tests as failsafe makes of them: four of each answer. */
export function writeFourTests(folder: string, work: Work): void {
  writeFileSync(
    join(folder, 'four.test.mjs'),
    `import { expect, test } from 'vitest';
const answers = new Map();
async function ask(index) {
  const begun = performance.now();
  const answer = await fetch(\`http://127.0.0.1:${work.port}/e/\${index}\`);
  return { status: answer.status, page: answer.headers.get('content-type') === 'text/html', body: await answer.json(), took: performance.now() - begun };
}
function answerOf(index) {
  const known = answers.get(index) ?? ask(index);
  answers.set(index, known);
  return known;
}
for (let index = 0; index < ${work.checks}; index++) {
  test.concurrent(\`no page e\${index}\`, async () => expect((await answerOf(index)).page).toBe(false));
  test.concurrent(\`status e\${index}\`, async () => expect((await answerOf(index)).status).toBe(200));
  test.concurrent(\`body e\${index}\`, async () => expect((await answerOf(index)).body.ok).toBe(true));
  test.concurrent(\`time e\${index}\`, async () => expect((await answerOf(index)).took).toBeLessThan(5000));
}
`,
  );
  writeFileSync(join(folder, 'four.config.mjs'), plainConfig('four.test.mjs', work));
}
