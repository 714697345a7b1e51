import { createServer } from 'node:http';

/** A worker with letters to send; WAITING says how many are left. */
const answers: Record<string, unknown> = {
  '/health': { status: 'ok' },
  '/queue': { letters: Number(process.env.WAITING ?? 3) },
};

createServer((request, response) => {
  const answer = answers[request.url ?? ''];
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { status: 'unknown' }));
}).listen(Number(process.env.PORT), '127.0.0.1');
