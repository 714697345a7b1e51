import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';

/** How long a page may take to draw something, once it is loaded. */
const DRAWING_MS = 5000;
const POLL_MS = 100;
/** What shows without a text of its own. */
const SHOWN = new Set(['IMG', 'SVG', 'CANVAS', 'VIDEO', 'IFRAME', 'OBJECT', 'EMBED', 'INPUT', 'BUTTON']);
const STYLES = ['visibility', 'opacity', 'background-image'];

/** Whether anything is drawn at this moment: in shadow roots and frames as well, which scripts of the page do not see. */
async function draws(session: CDPSession): Promise<boolean> {
  const { documents, strings } = await session.send('DOMSnapshot.captureSnapshot', {
    computedStyles: STYLES,
  });
  return documents.some(({ nodes, layout }) =>
    layout.nodeIndex.some((node, index) => {
      const [, , width = 0, height = 0] = layout.bounds[index] ?? [];
      if (width <= 0 || height <= 0) return false;
      const [visibility, opacity, background] = (layout.styles[index] ?? []).map(one => strings[one]);
      if ((visibility ?? 'visible') !== 'visible' || opacity === '0') return false;
      if (background !== undefined && background !== 'none') return true;
      const text = strings[layout.text[index] ?? -1];
      return (
        (text ?? '').trim() !== '' || SHOWN.has((strings[nodes.nodeName?.[node] ?? -1] ?? '').toUpperCase())
      );
    }),
  );
}

/** Waits until the page shows something; false when it is still blank after the time that it may take. */
export async function showsSomething(
  session: CDPSession,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<boolean> {
  const { timeoutMs, signal } = options;
  const until = performance.now() + Math.min(timeoutMs, DRAWING_MS);
  for (;;) {
    if (await draws(session)) return true;
    if (performance.now() > until) return false;
    await sleep(POLL_MS, undefined, { signal });
  }
}
