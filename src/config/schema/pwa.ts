import { Type } from 'typebox';
import { duration, Name, Tags, Text, UrlPath } from './scalars.ts';

/** An installable, offline-capable web app. */
export const Pwa = Type.Object(
  {
    target: Type.String({ ...Name, description: 'Web target that serves the application.' }),
    path: Type.Optional(
      Type.String({ ...UrlPath, default: '/', description: 'Page that links the manifest.' }),
    ),
    serviceWorker: Type.Optional(
      Type.String({
        ...UrlPath,
        description: 'Path of the worker script. Without it, the worker is only checked in a browser.',
      }),
    ),
    offline: Type.Optional(
      Type.Array(UrlPath, {
        minItems: 1,
        description: 'Paths that must be pages, and open without a network after the first visit.',
      }),
    ),
    offlineShows: Type.Optional(
      Type.String({ ...Text, description: 'CSS selector of something that each offline page must show.' }),
    ),
    browser: Type.Optional(
      Type.Boolean({ default: true, description: 'Look with a real browser where one is found.' }),
    ),
    timeout: Type.Optional(
      duration({ default: '20s', description: 'For one look; a visit with a browser is one.' }),
    ),
    tags: Type.Optional(Tags),
  },
  {
    additionalProperties: false,
    description:
      'The application as a progressive web app: manifest, icons, service worker, offline, installable.',
  },
);
/** See the schema of the same name. */
export type Pwa = Type.StaticDecode<typeof Pwa>;
