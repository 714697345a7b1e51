const PATIENCE_MS = 10_000;

/**
 * A sign of life after each cycle that could look, to an address that raises an alarm when none comes: the only way to
 * learn that the monitor, or its machine, is gone. Nobody waits for it. What goes wrong is said once until it works
 * again, without the address, which is a secret with most of these services.
 */
export function createHeartbeat(address: () => string | undefined, say: (line: string) => void) {
  let under: Promise<void> | undefined;
  let failing = false;

  async function send(url: string): Promise<void> {
    try {
      const { request } = await import('undici');
      const { statusCode, body } = await request(url, {
        reset: true,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await body.dump();
      if (statusCode < 200 || statusCode > 299) throw new Error(`it was answered with ${statusCode}`);
      if (failing) say('the heartbeat arrives again');
      failing = false;
    } catch (error) {
      if (!failing)
        say(`the heartbeat does not arrive: ${error instanceof Error ? error.message : String(error)}`);
      failing = true;
    }
  }

  return {
    beat(): void {
      const url = address();
      if (url === undefined || under !== undefined) return;
      under = send(url).finally(() => {
        under = undefined;
      });
    },
    /** Resolves when none is under way. */
    settled: (): Promise<void> => under ?? Promise.resolve(),
  };
}
