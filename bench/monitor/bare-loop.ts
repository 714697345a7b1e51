/** The floor: undici asks for `URL0` to `URL<N-1>` at once, again and again: `node bench/monitor/bare-loop.ts URL N EVERY_MS`. */
import { request } from 'undici';

const [base = '', checks, everyMs] = process.argv.slice(2);

async function look(index: number): Promise<void> {
  const { statusCode, body } = await request(`${base}${index}`);
  await body.text();
  if (statusCode !== 200) throw new Error(`${base}${index}: ${statusCode}`);
}

const round = () => Promise.all(Array.from({ length: Number(checks) }, (_, index) => look(index)));
await round();
setInterval(round, Number(everyMs));
