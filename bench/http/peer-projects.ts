import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/paths.ts';
import { numbers, urlOf, type Work } from './projects.ts';

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

export function writeGoss(folder: string, work: Work): void {
  const well = { status: 200, timeout: 5000, body: ['"ok":true'] };
  const http = Object.fromEntries(numbers(work).map(index => [urlOf(work, index), well]));
  writeFileSync(join(folder, 'goss.yaml'), JSON.stringify({ http }));
}

export function writeHurl(folder: string, work: Work): void {
  const entries = numbers(work).map(
    index => `GET ${urlOf(work, index)}\nHTTP 200\n[Asserts]\njsonpath "$.ok" == true\nduration < 5000\n`,
  );
  writeFileSync(join(folder, 'bench.hurl'), entries.join('\n'));
}

/** As many processes of check_http at once as there are looks at once. */
export function writeCheckHttp(folder: string, { port, checks, atOnce }: Work): void {
  writeFileSync(
    join(folder, 'check-http.sh'),
    `seq 0 ${checks - 1} | xargs -P ${atOnce} -I{} "$1" -H 127.0.0.1 -p ${port} -u /e/{} -e 200 -s '"ok":true' -c 5\n`,
  );
}

export function writePlaywright(folder: string, work: Work): void {
  const own = join(folder, 'playwright');
  mkdirSync(own);
  symlinkSync(join(ROOT, 'bench/peers/node_modules'), join(own, 'node_modules'));
  writeFileSync(
    join(own, 'playwright.config.mjs'),
    'export default { testDir: ".", testMatch: "*.spec.mjs", fullyParallel: true, workers: 2, reporter: "dot" };\n',
  );
  writeFileSync(
    join(own, 'bench.spec.mjs'),
    `import { expect, test } from '@playwright/test';
for (let index = 0; index < ${work.checks}; index++)
  test(\`e\${index}\`, async ({ request }) => {
    const begun = performance.now();
    const answer = await request.get(\`http://127.0.0.1:${work.port}/e/\${index}\`);
    expect(answer.status()).toBe(200);
    expect((await answer.json()).ok).toBe(true);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
`,
  );
}
