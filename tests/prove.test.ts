import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { makeCertificates } from '../fixtures/secure-app/certificates.ts';
import type { ProofReport } from '../src/prove/proof.ts';
import { ROOT } from './support/deployment.ts';

const failsafe = (...args: string[]) =>
  execa(process.execPath, ['bin/failsafe.js', 'prove', ...args], {
    cwd: ROOT,
    reject: false,
    stdin: 'ignore',
  });

test('services that are killed, paused, or write what is forbidden are found, named first, and green when mended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-prove-'));
  try {
    const { exitCode, stdout } = await failsafe('--grep', 'containers', '-o', folder);
    const report: ProofReport = JSON.parse(await readFile(join(folder, 'proof.json'), 'utf8'));
    const open = report.proofs.filter(({ status }) => status !== 'proven');
    expect(open).toEqual([]);
    expect(report.proofs.length).toBeGreaterThanOrEqual(9);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('PROVEN') });
    expect(await readFile(join(folder, 'proof.junit.xml'), 'utf8')).toContain('failures="0"');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('certificates that expired, are for others or of nobody, and lost redirects are found and named first', async () => {
  makeCertificates();
  const { stdout } = await failsafe('-c', 'fixtures/secure-app/failsafe.yaml', '--json');
  const { proofs }: ProofReport = JSON.parse(stdout);
  expect(proofs.map(({ fault, status }) => `${fault} ${status}`)).toEqual(
    ['redirect-elsewhere', 'redirect-lost', 'tls-expired', 'tls-expires-soon', 'tls-not-spoken']
      .concat('tls-self-signed', 'tls-wrong-host')
      .map(name => `connectivity.${name} proven`),
  );
});

test('the deployment itself is never broken', async () => {
  const { exitCode, stderr } = await execa(process.execPath, ['bin/failsafe.js', 'prove'], {
    cwd: ROOT,
    reject: false,
    env: { FAILSAFE_RUNTIME: 'compose' },
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining('PROVE_NEEDS_ISOLATION'),
  });
});
