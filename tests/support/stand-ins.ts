import { constants, existsSync } from 'node:fs';
import { copyFile, cp, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './deployment.ts';

const FOLDER = join(ROOT, 'fixtures/stand-ins');
/** Images that are stood in for by what another folder makes. */
const MADE_BY: Record<string, string> = { postgis: 'postgres', mysql: 'mariadb' };

const IMAGE = /^(FROM |[ \t]*image: )([\w./-]+(?::[\w.-]+)?)/gm;
const PUBLISHED = /'[^']*:(\d+)'/g;

/** `registry/name:tag` as the name of its stand-in: what a tool knows an image by, its last part, stays. */
const standInOf = (image: string) => `failsafe-stand-in/${image.split('/').at(-1)}`;

const nameOf = (image: string) => image.replace(/^.*\/|:.*$/g, '');
const contextOf = (image: string) => join(FOLDER, MADE_BY[nameOf(image)] ?? nameOf(image));
const isStoodIn = (image: string) => existsSync(contextOf(image));

async function build(image: string): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'failsafe-stand-in-'));
  try {
    await cp(contextOf(image), context, { recursive: true });
    if (nameOf(image) === 'node')
      await copyFile(process.execPath, join(context, 'node'), constants.COPYFILE_FICLONE);
    await execa('docker', ['build', '--network', 'host', '-q', '-t', standInOf(image), context]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/**
 * Makes a copied project one that runs where no registry of images is: of Debian's packages, or of a small server that
 * speaks the protocol (`fixtures/stand-ins`). Ports are published wherever there is room. Nothing else is changed.
 */
export async function standIn(folder: string): Promise<void> {
  const images = new Set<string>();
  for await (const path of glob('**/{Dockerfile,*.{yml,yaml}}', { cwd: folder })) {
    const file = join(folder, path);
    const text = await readFile(file, 'utf8');
    const replaced = text
      .replace(IMAGE, (whole, before: string, image: string) => {
        if (!isStoodIn(image)) return whole;
        images.add(image);
        return before + standInOf(image);
      })
      .replace(/^[ \t]*ports:.*$/gm, line => line.replace(PUBLISHED, "'127.0.0.1::$1'"));
    if (replaced !== text) await writeFile(file, replaced);
  }
  for (const image of images) await build(image);
  const example = join(folder, '.env.example');
  if (existsSync(example)) {
    const names = await readFile(example, 'utf8');
    await writeFile(join(folder, '.env'), names.replace(/=$/gm, '=made-up'));
  }
  for (const path of await Array.fromAsync(glob('**/package.json', { cwd: folder }))) {
    const cwd = dirname(join(folder, path));
    await execa('npm', ['install', '--silent', '--no-audit', '--no-fund', '--no-package-lock'], { cwd });
  }
}
