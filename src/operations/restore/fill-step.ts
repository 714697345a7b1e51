import { causeChain, ProblemError } from '../../model/problem.ts';
import type { Step } from '../step.ts';
import { fillScratch, RESTORE_FLAGS, type ScratchOptions } from './fill-scratch.ts';
import { dropDatabase } from './made-databases.ts';

/** What is filled, and what is said when it cannot be. */
export interface FillStepOptions extends Omit<ScratchOptions, 'tell'> {
  readonly id: string;
  readonly title: string;
  /** Databases of earlier restores, which go first. */
  readonly stale?: readonly string[];
  /** What is done with it afterwards, where nothing more comes of it. */
  readonly afterwards?: string;
  /** What to do about a dump that cannot be restored. */
  readonly fix: string;
}

/** Plans to fill a scratch database from a dump, and to compare each table with what was saved. */
export const fillStep = (options: FillStepOptions): Step => {
  const { id, title, server, scratch, saved, stale = [], afterwards, fix, signal } = options;
  return {
    id,
    title,
    acts: [
      ...stale.map(name => `drop database ${name}`),
      `create database ${scratch}`,
      `${server.line('pg_restore', [...RESTORE_FLAGS, `--dbname=${scratch}`])} < ${saved.file}`,
      'compare rows and checksums of all tables with the manifest',
      ...(afterwards === undefined ? [] : [afterwards]),
    ],
    async run(tell) {
      try {
        for (const name of stale) await dropDatabase(server, name, signal);
        await fillScratch({ ...options, tell });
      } catch (error) {
        signal.throwIfAborted();
        const message = `${saved.file} could not be restored`;
        throw new ProblemError([{ code: 'RESTORE_FAILED', message, causes: causeChain(error), fix }]);
      }
      return `${Object.keys(saved.tables).length} tables are the same as when they were saved`;
    },
  };
};
