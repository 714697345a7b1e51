import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { footprint } from '../tools/footprint.ts';
import { ROOT } from './support/deployment.ts';

const MIB = 2 ** 20;
const page = readFileSync(join(ROOT, 'docs/footprint.md'), 'utf8');
const [, platform = '', packages, mib] = /^(\w+ \w+): (\d+) packages, (\d+) MiB/m.exec(page) ?? [];

test.skipIf(platform !== `${process.platform} ${process.arch}`)(
  'the page of what is installed is true: `node tools/footprint.ts` writes it',
  async () => {
    const measured = await footprint();
    expect(Math.abs(measured.packages - Number(packages))).toBeLessThan(10);
    expect(Math.abs(measured.bytes / MIB - Number(mib))).toBeLessThan(5);
  },
);
