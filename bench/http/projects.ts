import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** So many requests of the target at a port. */
export interface Work {
  readonly port: number;
  readonly checks: number;
  readonly atOnce: number;
}

const numbers = ({ checks }: Work) => Array.from({ length: checks }, (_, index) => index);
const urlOf = ({ port }: Work, index: number) => `http://127.0.0.1:${port}/e/${index}`;

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

export function writeStepci(folder: string, work: Work): void {
  const check = { status: 200, jsonpath: { '$.ok': true }, performance: { total: [{ lte: 5000 }] } };
  const tests = Object.fromEntries(
    numbers(work).map(index => [
      `e${index}`,
      { steps: [{ name: `e${index}`, http: { url: urlOf(work, index), method: 'GET', check } }] },
    ]),
  );
  const workflow = { version: '1.1', name: 'bench', config: { concurrency: work.atOnce }, tests };
  writeFileSync(join(folder, 'stepci.yml'), JSON.stringify(workflow));
}

export function writeNewman(folder: string, work: Work): void {
  const exec = [
    "pm.test('well', () => { pm.response.to.have.status(200); pm.expect(pm.response.json().ok).to.equal(true); pm.expect(pm.response.responseTime).to.be.below(5000); });",
  ];
  const item = numbers(work).map(index => ({
    name: `e${index}`,
    event: [{ listen: 'test', script: { exec } }],
    request: { method: 'GET', url: urlOf(work, index) },
  }));
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  writeFileSync(join(folder, 'newman.json'), JSON.stringify({ info: { name: 'bench', schema }, item }));
}

export function writeBruno(folder: string, work: Work): void {
  const collection = join(folder, 'bruno');
  mkdirSync(collection);
  writeFileSync(join(collection, 'bruno.json'), '{"version":"1","name":"bench","type":"collection"}');
  for (const index of numbers(work))
    writeFileSync(
      join(collection, `e${index}.bru`),
      `meta {\n  name: e${index}\n  type: http\n  seq: ${index + 1}\n}\n\nget {\n  url: ${urlOf(work, index)}\n  body: none\n  auth: none\n}\n\nassert {\n  res.status: eq 200\n  res.body.ok: eq true\n  res.responseTime: lt 5000\n}\n`,
    );
}

export function writeHttpyac(folder: string, work: Work): void {
  const requests = numbers(work).map(
    index => `GET ${urlOf(work, index)}\n?? status == 200\n?? body ok == true\n?? duration < 5000\n`,
  );
  writeFileSync(join(folder, 'bench.http'), requests.join('\n###\n'));
}
