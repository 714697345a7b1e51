import { formatDuration, formatSize } from '../../config/units.ts';
import type { Replica } from '../../model/observations/postgres.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, notVisible, type VitalCode, vitalCodes } from './vital.ts';

const LONGEST_LAG_MS = 30_000;
/** Four segments: a reader that is being restarted leaves less. */
const MOST_KEPT_BYTES = 64 * 2 ** 20;
const WELL = ['streaming', 'standby', 'slot'];

const nameOf = ({ name }: Replica) => name ?? 'this standby';
const lagOf = ({ lagMs = 0, lagBytes = 0 }: Replica) =>
  `${formatDuration(lagMs)}, ${formatSize(Math.max(0, lagBytes))} behind`;
const evidenceOf = (replicas: readonly Replica[]) => ({
  replicas: replicas.map(({ name, state, lagMs, lagBytes }) => ({
    name: name ?? null,
    state,
    lagMs: lagMs ?? null,
    lagBytes: lagBytes ?? null,
  })),
});

/** Whether standbys follow. */
export const check = defineCheck<
  'postgres',
  Record<string, never>,
  'LAGGING' | 'NOT_STREAMING' | 'SLOT_UNREAD' | VitalCode
>({
  id: 'database.replication-lag',
  level: 'database',
  severity: 'warning',
  title: 'Standbys follow closely',
  why: 'What a standby has not replayed yet is lost in a failover, and reads from it are stale.',
  source: 'PostgreSQL: pg_stat_replication',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    LAGGING: {
      title: 'A standby lags behind',
      cause: 'It is too slow, its network is, or a long query on it holds the replay up.',
      fix: 'Look for long queries on the standby; compare its disk and network with the primary’s.',
    },
    NOT_STREAMING: {
      title: 'A standby is connected but does not stream',
      cause: 'It is catching up after a break, or a base backup is being taken.',
      fix: 'Wait until it has caught up; if it does not, read its log.',
    },
    SLOT_UNREAD: {
      title: 'A replication slot that nobody reads keeps the WAL',
      cause:
        'The standby, or the consumer of the changes, is down or was taken away, and its slot was left: nothing that it has not read is removed, until the disk is full.',
      fix: 'Start its reader again; when there is none any more, SELECT pg_drop_replication_slot(…). Set max_slot_wal_keep_size as a bound.',
    },
  },
  instances: loaded => onDatabase(loaded, () => ({})),
  evaluate: seen =>
    judgeVital(seen, 'replicas', (replicas, { user }) => {
      const [first] = replicas;
      if (first === undefined) return skip('no standby is connected');
      if (replicas.some(({ state }) => state === 'unknown'))
        return notVisible(user, 'the state of the standbys');
      const lagging = replicas.find(({ lagMs = 0 }) => lagMs > LONGEST_LAG_MS);
      const evidence = evidenceOf(replicas);
      if (lagging !== undefined) {
        return fail('LAGGING', `${nameOf(lagging)} is ${lagOf(lagging)}`, {
          expected: `at most ${formatDuration(LONGEST_LAG_MS)}`,
          got: formatDuration(lagging.lagMs ?? 0),
          evidence,
        });
      }
      const unread = replicas.find(
        ({ state, lagBytes = 0 }) => state === 'slot' && lagBytes > MOST_KEPT_BYTES,
      );
      if (unread !== undefined) {
        const kept = formatSize(unread.lagBytes ?? 0);
        return fail(
          'SLOT_UNREAD',
          `nobody reads the slot ${unread.name}, for which ${kept} of WAL are kept`,
          {
            expected: `at most ${formatSize(MOST_KEPT_BYTES)}`,
            got: kept,
            evidence,
          },
        );
      }
      const other = replicas.find(({ state }) => !WELL.includes(state));
      if (other !== undefined) {
        return fail('NOT_STREAMING', `${nameOf(other)} is in state ${other.state}`, {
          expected: 'streaming',
          got: other.state,
          evidence,
        });
      }
      return pass(replicas.map(one => `${nameOf(one)} is ${lagOf(one)}`).join('; '), evidence);
    }),
});
