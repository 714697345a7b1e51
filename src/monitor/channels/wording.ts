import { formatDuration } from '../../config/units.ts';
import type { AlertNotice, Notice, NoticeKind } from '../machine/state.ts';

const WORDS: Readonly<Record<NoticeKind, string>> = {
  firing: 'FIRING',
  escalated: 'NEEDS A PERSON',
  reminder: 'STILL FIRING',
  resolved: 'RESOLVED',
};

/** The first words of a notice: a subject of a mail. */
export function headline({ what, project, alerts }: Notice): string {
  return `[${WORDS[what]}] ${project}: ${alerts.map(({ root }) => root).join(', ')}`;
}

/** Services by name; of single checks how many there are. */
function affectedWords(affected: readonly string[]): string {
  const services = affected.filter(key => !key.includes(':'));
  const checks = affected.length - services.length;
  const counted = checks === 0 ? [] : [`${checks} check${checks === 1 ? '' : 's'}`];
  return [...services, ...counted].join(', ');
}

/** One alert in one line, for a log. */
export function alertLine(
  { what }: Notice,
  { root, cause, affected, done, since, resolvedAt }: AlertNotice,
): string {
  const also = affected.length === 0 ? '' : ` | affects ${affectedWords(affected)}`;
  const acts = done.length === 0 ? '' : ` | done: ${done.join(', ')}`;
  const lasted = resolvedAt === undefined ? '' : ` | after ${formatDuration(resolvedAt - since)}`;
  return `${WORDS[what]} ${root} ${cause.code}: ${cause.message}${also}${acts}${lasted}`;
}

/** One alert in a few lines, for people. */
export function alertText({ root, cause, affected, done, next, since, resolvedAt }: AlertNotice): string {
  return [
    `${root}: ${cause.message}`,
    `Seen by ${cause.seenBy} (${cause.code}) since ${new Date(since).toISOString()}`,
    ...(cause.likely === undefined ? [] : [`Likely: ${cause.likely}`]),
    ...(resolvedAt === undefined ? [] : [`Well again after ${formatDuration(resolvedAt - since)}`]),
    ...(affected.length === 0 ? [] : [`Affects: ${affectedWords(affected)}`]),
    ...(done.length === 0 ? [] : [`Done: ${done.join(', ')}`]),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ].join('\n');
}

/** All of a notice. */
export const noticeText = (notice: Notice): string => notice.alerts.map(alertText).join('\n\n');
