/** A moment (ISO 8601, UTC) to the minute, as people read it. */
export const minuteOf = (moment: string): string => moment.slice(0, 16).replace('T', ' ');
