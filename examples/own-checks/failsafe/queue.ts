import { defineCheck, defineProbe, fail, ProbeError, pass } from 'failsafe/extend';

/** Asks the worker how many letters wait. */
const waiting = defineProbe({
  async observe(_, { url, signal }) {
    const answer = await fetch(await url('/queue'), { signal });
    if (!answer.ok) throw new ProbeError('target', 'QUEUE_REFUSED', `/queue answers ${answer.status}`);
    return (await answer.json()) as { letters: number };
  },
});

export default defineCheck({
  id: 'queue.depth',
  level: 'system',
  title: 'Letters are sent as fast as they come',
  why: 'A queue that grows is an outage that nobody has noticed yet.',
  parameters: {
    type: 'object',
    properties: { below: { type: 'integer', minimum: 1 } },
    required: ['below'],
    additionalProperties: false,
  },
  codes: {
    QUEUE_TOO_LONG: {
      title: 'More letters wait than may',
      cause: 'The worker is stuck on one letter, or there are too few of them.',
      fix: 'Read the log of the worker, and start another one.',
    },
    QUEUE_REFUSED: {
      title: 'The worker does not say how many wait',
      cause: 'It answers with an error, or without the number of letters.',
      fix: 'Ask for /queue by hand, and read the log of the worker.',
    },
  },
  probe: waiting,
  evaluate({ letters }, { below }: { below: number }) {
    if (!Number.isInteger(letters))
      return fail('QUEUE_REFUSED', 'the answer has no number of letters', { got: String(letters) });
    if (letters < below) return pass(`${letters} letters wait`);
    return fail('QUEUE_TOO_LONG', `${letters} letters wait`, {
      expected: `fewer than ${below}`,
      got: String(letters),
    });
  },
});
