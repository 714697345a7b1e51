import { untilAborted } from '../../probes/until-aborted.ts';
import type { Engine } from './engine.ts';
import { answersTooLate } from './engine-error.ts';
import { type ListedContainer, listContainers } from './project-containers.ts';

/** So long a list is good for others who ask: shorter than the pause before a second look. */
const FRESH_MS = 100;

interface Listing {
  readonly startedAt: number;
  readonly found: Promise<ListedContainer[]>;
  readonly over: AbortController;
  waiting: number;
}

/**
 * Lists the containers of a project, once for all who ask at about the same time: each look at each target wants to know
 * where it is, and of forty services the engine would list forty containers eighty times.
 */
export function shareListing(
  engine: Engine,
  project: string,
): (signal: AbortSignal) => Promise<ListedContainer[]> {
  let last: Listing | undefined;

  function begin(): Listing {
    const over = new AbortController();
    const found = listContainers(engine, project, over.signal);
    const listing = { startedAt: performance.now(), found, over, waiting: 0 };
    found.catch(() => {
      if (last === listing) last = undefined;
    });
    return listing;
  }

  return async signal => {
    if (last === undefined || performance.now() - last.startedAt > FRESH_MS) last = begin();
    const listing = last;
    listing.waiting++;
    try {
      return await untilAborted(listing.found, signal);
    } catch (error) {
      throw signal.aborted ? answersTooLate(engine, signal.reason) : error;
    } finally {
      listing.waiting--;
      if (listing.waiting === 0) {
        listing.over.abort();
        // It was cut off: who comes next asks anew
        if (signal.aborted && last === listing) last = undefined;
      }
    }
  };
}
