import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Flaw, Path } from '../flaw.ts';
import { readText } from '../read-text.ts';
import type { Facts } from './facts.ts';

interface PlacedFile {
  readonly file: string;
  readonly path: Path;
  readonly folder?: boolean;
}

function filesOf({ config }: Facts): PlacedFile[] {
  const { folder } = config.database?.migrations ?? {};
  const path = ['database', 'migrations', 'folder'];
  const folders = Array.isArray(folder)
    ? folder.map((file, index) => ({ file, path: [...path, index], folder: true }))
    : [folder ?? []].flat().map(file => ({ file, path, folder: true }));
  const processes = Object.entries(config.stack?.processes ?? {}).flatMap(([name, process]): PlacedFile[] => {
    const at = ['stack', 'processes', name];
    if ('run' in process)
      return process.cwd ? [{ file: process.cwd, path: [...at, 'cwd'], folder: true }] : [];
    const { init = [] } = process.postgres;
    return init.map((file, index) => ({ file, path: [...at, 'postgres', 'init', index] }));
  });
  return [...processes, ...folders];
}

const missing = ({ file, path }: PlacedFile, reason: string): Flaw => ({
  code: 'CONFIG_FILE_MISSING',
  path,
  message: `${JSON.stringify(file)} ${reason}`,
  fix: 'Correct the name; it is relative to failsafe.yaml.',
});

async function lookAt(placed: PlacedFile, root: string): Promise<Flaw[]> {
  const { file, folder = false } = placed;
  const entry = await stat(resolve(root, file)).catch(() => undefined);
  if (entry === undefined) return [missing(placed, 'does not exist')];
  if (entry.isDirectory() !== folder) return [missing(placed, folder ? 'is not a folder' : 'is a folder')];
  return [];
}

async function certificate(placed: PlacedFile, root: string): Promise<Flaw[]> {
  const content = await readText(resolve(root, placed.file));
  if ('reason' in content) return [missing(placed, content.reason)];
  try {
    new X509Certificate(content.text);
    return [];
  } catch (error) {
    return [
      {
        code: 'CONFIG_INVALID_VALUE',
        path: placed.path,
        message: `${JSON.stringify(placed.file)} holds no certificate`,
        expected: 'a PEM file with the certificate of an authority',
        causes: [error instanceof Error ? error.message : String(error)],
        fix: 'Name the PEM file of the authority, not of a key.',
      },
    ];
  }
}

/** Every file and folder that is named exists; `ca` files hold certificates. */
export async function files(facts: Facts): Promise<Flaw[]> {
  const certificates = Object.entries(facts.config.targets ?? {}).flatMap(([name, target]): PlacedFile[] =>
    'ca' in target && target.ca !== undefined ? [{ file: target.ca, path: ['targets', name, 'ca'] }] : [],
  );
  const flaws = await Promise.all([
    ...filesOf(facts).map(placed => lookAt(placed, facts.root)),
    ...certificates.map(placed => certificate(placed, facts.root)),
  ]);
  return flaws.flat();
}
