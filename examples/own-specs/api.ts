import { createServer } from 'node:http';

/** A shop of one shelf; BROKEN=1 has it forget the prices. */
const orders = [{ id: 1, price: 12.5 }];
const shown = process.env.BROKEN === '1' ? orders.map(({ id }) => ({ id })) : orders;

const answers: Record<string, unknown> = { '/health': { status: 'ok' }, '/orders': { orders: shown } };

createServer((request, response) => {
  const answer = answers[request.url ?? ''];
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { status: 'unknown' }));
}).listen(Number(process.env.PORT), '127.0.0.1');
