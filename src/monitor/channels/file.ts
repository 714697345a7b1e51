import { type LogFields, logsFolder, openDailyLog } from '../daily-log.ts';
import type { LogRules } from '../log-rules.ts';
import type { AlertNotice, Notice } from '../machine/state.ts';
import type { Channel } from '../notify.ts';
import { alertLine } from './wording.ts';

/** The whole of an alert, for a log of JSON; its line for people says all of it by itself. */
const fieldsOf = ({ id, what }: Notice, { root, ...alert }: AlertNotice): LogFields => ({
  notice: id,
  what,
  root,
  ...alert,
});

/** `logs/alerts-YYYYMMDD.log`: a line for each alert of a notice. */
export function fileChannel(root: string, rules: LogRules): Channel {
  const log = openDailyLog(logsFolder(root), 'alerts', { rules: () => rules });
  return async (notice: Notice) => {
    for (const alert of notice.alerts) log.write(alertLine(notice, alert), fieldsOf(notice, alert));
  };
}
