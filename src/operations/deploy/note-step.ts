import { newId } from '../new-id.ts';
import type { Step } from '../step.ts';
import { type DeployRecord, writeRecord } from './record.ts';

/** Plans to write down that a version was gone back to: the next rollback then goes further back. */
export const noteStep = (root: string, version: DeployRecord): Step => ({
  id: 'note',
  title: 'write it down',
  acts: ['write a record into .failsafe/deploys'],
  async run() {
    const now = new Date().toISOString();
    const { reason: _, gapMs: __, ...same } = version;
    await writeRecord(root, {
      ...same,
      id: newId(),
      by: 'rollback',
      of: version.id,
      startedAt: now,
      endedAt: now,
    });
    return undefined;
  },
});
