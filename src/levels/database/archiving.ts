import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

/** Whether the WAL gets to its archive. */
export const check = defineCheck<'postgres', Record<string, never>, 'ARCHIVING_FAILS' | VitalCode>({
  id: 'database.archiving',
  level: 'database',
  severity: 'warning',
  title: 'The WAL gets to its archive',
  why: 'While archiving fails nothing that is written can be restored from the archive, and no WAL is removed, until the disk is full and the database stops.',
  source: 'PostgreSQL: pg_stat_archiver; continuous archiving',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    ARCHIVING_FAILS: {
      title: 'The WAL cannot be archived',
      cause:
        'archive_command (or the archive library) fails: the place is full or away, its credentials have run out, or the program is missing in the image.',
      fix: 'Read the log of the server, which shows the command and what it said; mend it, and it goes on by itself within a minute.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'archiving', ({ isOn, failed, archivedAgoMs }) => {
      if (!isOn) return skip('no WAL is archived: archive_mode is off');
      const last =
        archivedAgoMs === undefined
          ? 'nothing was archived yet'
          : `the last segment was archived ${formatDuration(archivedAgoMs)} ago`;
      if (failed === undefined || failed.agoMs > (archivedAgoMs ?? Number.POSITIVE_INFINITY))
        return pass(last);
      const since = formatDuration(failed.agoMs);
      return fail('ARCHIVING_FAILS', `${failed.wal} could not be archived ${since} ago, and ${last}`, {
        expected: 'each segment is archived',
        got: `a failure ${since} ago`,
        evidence: { wal: failed.wal, failedAgoMs: failed.agoMs, archivedAgoMs: archivedAgoMs ?? null },
      });
    }),
});
