import { expect, test } from 'failsafe';

test('every order has a price', { tags: ['api'] }, async ({ http, needs }) => {
  await needs('api.status:health');
  const shop = await http('api');
  expect(await shop.get('/orders')).toRespondWith({
    status: 200,
    json: { '$.orders[*].price': { above: 0 } },
  });
});

test('the database is in UTC', { tags: ['database'] }, async ({ db, needs }) => {
  await needs('database.connect:db');
  const shop = await db();
  const { rows } = await shop.query('show timezone');
  expect(rows).toEqual([{ TimeZone: expect.stringMatching(/UTC|GMT/) }]);
});
