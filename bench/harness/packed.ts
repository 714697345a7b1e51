import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PACKED, ROOT } from './paths.ts';

/** Packs this checkout as npm would publish it, and unpacks it where it finds the dependencies of the checkout. */
export function pack(): void {
  const folder = join(PACKED, '..');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: [...stdio] });
  const [tarball = ''] = readdirSync(folder).filter(name => name.endsWith('.tgz'));
  execFileSync('tar', ['--extract', '--gzip', '--file', tarball], { cwd: folder, stdio: [...stdio] });
}
