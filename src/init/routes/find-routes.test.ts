import { describe, expect, test } from 'vitest';
import { readFileIn } from '../../languages/languages.ts';
import { findRoutes } from './find-routes.ts';

const pathsOf = async (files: Record<string, string>, all = false) => {
  const read = Object.entries(files).map(async ([path, text]) => {
    const language = path.endsWith('.py') ? ('python' as const) : undefined;
    const raw = { path, text, bytes: text.length, executable: false };
    return language === undefined ? readFileIn(raw) : { ...raw, language, flaws: [] };
  });
  return findRoutes({ files: await Promise.all(read) }, { all }).map(({ path }) => path);
};

describe('GET routes of the code', () => {
  test('Flask: methods, blueprints, variable parts', async () => {
    const app = `from flask import Flask
@app.get("/a")
def a(): ...
@app.route(
    "/b", methods=["POST"])
def b(): ...
@app.route("/c", methods=("GET", "POST"))
def c(): ...
@app.post("/d")
def d(): ...
@app.route("/e/<int:id>")
def e(): ...
`;
    expect(await pathsOf({ 'app.py': app })).toEqual(['/a', '/c']);
    expect(await pathsOf({ 'app.py': app }, true)).toEqual(['/a', '/c', '/e/<int:id>']);
  });

  test('FastAPI: a prefix of the router and one where it is included', async () => {
    const files = {
      'main.py':
        'from fastapi import FastAPI\napp.include_router(users.router, prefix="/v1")\n@app.get("/")\n',
      'users.py':
        'from fastapi import APIRouter\nrouter = APIRouter(prefix="/users")\n@router.get("/me")\n@router.post("/")\n',
    };
    expect(await pathsOf(files)).toEqual(['/', '/v1/users/me']);
  });

  test('Express: a router that is mounted', async () => {
    const files = {
      'src/app.ts': `import express from 'express';\nimport users from './users.ts';\napp.use('/api', users);\napp.get('/up', f);\naxios.get('/no', f);`,
      'src/users.ts': `import { Router } from 'express';\nrouter.get('/users', f);\nrouter.get('/users/:id', f);\nrouter.get('/logout', f);`,
      'src/users.test.ts': `import 'express';\nrouter.get('/test', f);`,
    };
    expect(await pathsOf(files)).toEqual(['/up', '/api/users']);
  });

  test.each([
    ["import { notes } from './notes.js';", 'notes'],
    ["import { a, notes as all } from './notes.js';", 'all'],
    ["const { notes } = require('./notes');", 'notes'],
  ])('Express: a router that is mounted by its name: %s', async (imported, name) => {
    const files = {
      'src/app.js': `import express from 'express';\n${imported}\napp.use('/api/v1', ${name});`,
      'src/notes.js': `import { Router } from 'express';\nexport const notes = Router();\nnotes.get('/notes', f);`,
    };
    expect(await pathsOf(files)).toEqual(['/api/v1/notes']);
  });

  test('Rails: what stands in a block with a path of its own is left out, and only that', async () => {
    const routes = `Rails.application.routes.draw do
  get "up" => "rails/health#show"
  namespace :api do
    namespace :v1 do
      get "ping", to: "ping#show"
    end
    get "hidden"
  end
  resources :posts do
    get "drafts", on: :collection
  end
  get "/about", to: "pages#about"
  root "posts#index"
end
`;
    expect(await pathsOf({ 'config/routes.rb': routes })).toEqual(['/up', '/about', '/']);
  });

  test('an OpenAPI document that is broken says nothing', async () => {
    expect(await pathsOf({ 'openapi.json': '{ "openapi": ' })).toEqual([]);
  });

  test('names that tell of an effect are not asked for', async () => {
    const text = ['/logout', '/cache/clear', '/users/reset-all', '/resets', '/running']
      .map(path => `app.get('${path}', f);`)
      .join('\n');
    expect(await pathsOf({ 'a.js': `require('express');\n${text}` })).toEqual(['/resets', '/running']);
  });
});
