import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Told } from '../history/chronicle.ts';
import type { Overview } from './overview.ts';
import { type PageServer, servePage } from './serve-page.ts';

const PAGE_PORT = 9321;

/** The page at its usual port, at any other when somebody has that, and a monitor without a page rather than none. */
export async function openPage(
  { config }: LoadedConfig,
  overview: () => Overview,
  told: () => Told,
  say: (line: string) => void,
): Promise<PageServer | undefined> {
  const { host = '127.0.0.1', port, token } = config.monitor?.page ?? {};
  const serve = (at: number) => servePage({ host, port: at, token: token?.reveal() }, overview, told);
  try {
    const page = await serve(port ?? PAGE_PORT).catch((error: NodeJS.ErrnoException) => {
      if (port !== undefined || error.code !== 'EADDRINUSE') throw error;
      return serve(0);
    });
    say(`status page: ${page.url}`);
    return page;
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const why = error instanceof Error ? error.message : String(error);
    const taken = `another program has port ${port} of ${host}; free it and restart the monitor, or set another monitor.page.port`;
    say(`there is no status page: ${isTaken ? taken : why}`);
    return undefined;
  }
}
