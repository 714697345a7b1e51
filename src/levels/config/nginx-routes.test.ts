import { expect, test } from 'vitest';
import type { Files } from '../check.ts';
import { projectOf } from '../testing.ts';
import { checks } from './nginx-routes.ts';

const flask = (...routes: readonly string[]) =>
  ['from flask import Flask', 'app = Flask(__name__)', ...routes.map(route => `@app.route("${route}")`)].join(
    '\n',
  );
const nginx = (...locations: readonly [path: string, to: string][]) =>
  `server {\n${locations.map(([path, to]) => `  location ${path} { proxy_pass ${to}; }\n`).join('')}}\n`;
const compose = (services: Readonly<Record<string, string>>) =>
  `services:\n${Object.entries(services)
    .map(([name, context]) => `  ${name}: { build: ${context} }\n`)
    .join('')}`;

const found = async (id: string, files: Files) => {
  const check = checks.find(({ rule }) => rule?.id === id);
  const { spots = [] } = check?.evaluate(await projectOf(files), {}) ?? {};
  return spots.map(({ file, message }) => `${file}: ${message.split(',')[0]}`);
};

const missing = (files: Files) => found('N07', files);

const SHOP = {
  'shop/compose.yaml': compose({ api: './api', client: './client', web: './nginx' }),
  'shop/api/app.py': flask('/orders', '/carts'),
};

test('of two applications in one repository, each nginx is held to the routes of its own', async () => {
  const blog = {
    'blog/compose.yaml': compose({ api: './api', client: './client' }),
    'blog/api/app.py': flask('/posts'),
    'blog/nginx.conf': nginx(['/posts', 'http://api:5000'], ['/', 'http://client:3000']),
  };
  expect(
    await missing({
      ...SHOP,
      ...blog,
      'shop/nginx/nginx.conf': nginx(['/orders', 'http://api:5000'], ['/', 'http://client:3000']),
    }),
  ).toEqual(['shop/nginx/nginx.conf: answers /carts']);
});

test('a service that nginx does not lead to keeps its routes to itself', async () => {
  expect(
    await missing({
      'compose.yaml': compose({ api: './api', admin: './admin', client: './client' }),
      'api/app.py': flask('/orders'),
      'admin/app.py': flask('/users'),
      'nginx.conf': nginx(['/orders', 'http://api:5000'], ['/', 'http://client:3000']),
    }),
  ).toEqual([]);
});

test('what the root leads to has its routes there', async () => {
  expect(
    await missing({
      'compose.yaml': compose({ api: './api', site: './site' }),
      'api/app.py': flask('/api/orders'),
      'site/app.py': flask('/about'),
      'nginx.conf': nginx(['/api', 'http://api:5000'], ['/', 'http://site:5000']),
    }),
  ).toEqual([]);
});

test('where it is not known which service is meant, it is the code of the application', async () => {
  expect(
    await missing({
      ...SHOP,
      'shop/nginx/nginx.conf': nginx(['/orders', 'http://localhost:5000'], ['/', 'http://client:3000']),
      'blog/compose.yaml': compose({ api: '.' }),
      'blog/app.py': flask('/posts'),
    }),
  ).toEqual(['shop/nginx/nginx.conf: answers /carts']);
});

test('a prefix is stripped only from the routes of the service that is led to', async () => {
  const files = {
    'compose.yaml': compose({ api: './api', old: './old' }),
    'api/app.py': flask('/orders'),
    'old/app.py': flask('/carts'),
  };
  const conf = nginx(['/orders', 'http://api:5000/'], ['/carts', 'http://api:5000/']);
  expect(await found('N09', { ...files, 'nginx.conf': conf })).toEqual(['nginx.conf: strips /orders']);
});
