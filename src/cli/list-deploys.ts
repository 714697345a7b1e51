import { styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import { createRedactor } from '../config/redact.ts';
import { currentVersion } from '../operations/deploy/choose-version.ts';
import { type DeployRecord, readRecords } from '../operations/deploy/record.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { runningImages } from '../runtimes/docker/keep-images.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';

const PATIENCE_MS = 10_000;

const WORDS = {
  running: 'not finished',
  kept: 'kept',
  'rolled-back': 'rolled back',
  failed: 'failed',
} as const;

function lineOf({ id, by, status, of, images, reason, gapMs }: DeployRecord, serves: boolean): string {
  const how =
    by === 'found'
      ? 'found running'
      : by === 'setup'
        ? 'set up'
        : by === 'rollback'
          ? `rollback to ${of}`
          : WORDS[status];
  const notes = [
    how,
    ...(gapMs === undefined ? [] : [`gap ${gapMs} ms`]),
    ...(reason === undefined ? [] : [reason]),
    Object.entries(images)
      .map(([service, image]) => `${service} ${image.id.replace('sha256:', '').slice(0, 12)}`)
      .join(', '),
  ];
  return ` ${serves ? '●' : ' '} ${id}  ${notes.filter(Boolean).join('; ')}`;
}

/** Prints the versions that were deployed. */
export async function listDeploys(options: { config?: string; json?: boolean }): Promise<number> {
  const loaded = await loadConfig({ file: options.config });
  const project = await projectNameOf(loaded, process.env);
  const records = createRedactor(loaded.secrets).deep(await readRecords(loaded.root, project));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const images = await runningImages(await reachEngine(signal), project, signal);
  const current = currentVersion(records, Object.fromEntries(images.map(({ service, id }) => [service, id])));
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ serves: current?.id, deploys: records }, null, 2)}\n`);
    return 0;
  }
  const style = styleFor(process.stdout);
  const lines = records.map(record => lineOf(record, record === current));
  const legend = style.dim(' ● serves now; go back with: failsafe rollback [--to ID]');
  process.stdout.write(
    records.length === 0
      ? 'nothing was deployed yet: failsafe deploy\n'
      : `${[...lines, '', legend].join('\n')}\n`,
  );
  return 0;
}
