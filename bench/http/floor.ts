/**
 * The floor: the same looks as a bare loop, with node:http or undici. Status, a field of the JSON and the latency are
 * looked at, and nothing is told.
 *
 *   node bench/http/floor.ts node|undici PORT CHECKS AT_ONCE
 */
import { Agent, get } from 'node:http';

const [library, port, checks, atOnce] = process.argv.slice(2);
interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: Number(atOnce) });
const byNode = (url: string) =>
  new Promise<Answer>((resolve, reject) => {
    get(url, { agent }, answer => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', text => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body }));
    }).on('error', reject);
  });

async function undici(): Promise<(url: string) => Promise<Answer>> {
  const { request } = await import('undici');
  return async url => {
    const { statusCode, body } = await request(url);
    return { status: statusCode, body: await body.text() };
  };
}

const ask = library === 'node' ? byNode : await undici();
let next = 0;
async function worker(): Promise<void> {
  while (next < Number(checks)) {
    const url = `http://127.0.0.1:${port}/e/${next++}`;
    const begun = performance.now();
    const { status, body } = await ask(url);
    const good = status === 200 && JSON.parse(body).ok === true && performance.now() - begun < 5000;
    if (!good) throw new Error(`${url} is not well`);
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, worker));
process.exit();
