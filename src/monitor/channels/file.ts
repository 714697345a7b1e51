import { logsFolder, openDailyLog } from '../daily-log.ts';
import type { Notice } from '../machine/state.ts';
import type { Channel } from '../notify.ts';
import { alertLine } from './wording.ts';

/** `logs/alerts-YYYYMMDD.log`: a line for each alert of a notice. */
export function fileChannel(root: string): Channel {
  const log = openDailyLog(logsFolder(root), 'alerts');
  return async (notice: Notice) => {
    for (const alert of notice.alerts) log.write(alertLine(notice, alert));
  };
}
