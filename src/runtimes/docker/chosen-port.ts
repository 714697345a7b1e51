/**
 * Of the ports that the engine chooses itself it tries ten in a row. Where other programs hold all of them, it gives up,
 * and goes on behind them when it is asked again.
 */
const TAKEN = /\bbind\b.*address already in use/i;
const MOST_STARTS = 5;

/**
 * Starts containers again while ports that the engine chose were taken.
 * @param complaint what docker compose said of a start that failed; undefined of one that did not
 */
export async function pastTakenPorts<Done>(
  start: () => Promise<Done>,
  complaint: (done: Done) => string | undefined,
): Promise<Done> {
  for (let starts = 1; ; starts++) {
    const done = await start();
    if (starts === MOST_STARTS || !TAKEN.test(complaint(done) ?? '')) return done;
  }
}
