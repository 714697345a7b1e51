import { formatDuration } from '../../config/units.ts';
import type { AuthObservation } from '../../model/observations/auth.ts';

/** The HTTP header tells the time by the second, and an answer takes some. */
const MARGIN_MS = 5000;

/** How long before it was given out a token had ended; undefined when it had not. */
export const endedBefore = ({ endsInMs = 0 }: AuthObservation): string | undefined =>
  endsInMs < -MARGIN_MS ? formatDuration(-endsInMs) : undefined;

/** How long after it was given out a token begins to be good; undefined when it is good at once. */
export const beginsAfter = ({ startsInMs = 0 }: AuthObservation): string | undefined =>
  startsInMs > MARGIN_MS ? formatDuration(startsInMs) : undefined;
