import type { SourceObservation } from '../../model/observations/source.ts';
import { find as django } from './django.ts';
import { find as express } from './express.ts';
import { find as fastapi } from './fastapi.ts';
import { find as flask } from './flask.ts';
import { find as laravel } from './laravel.ts';
import { find as openapi } from './openapi.ts';
import { find as rails } from './rails.ts';
import type { FindRoutes, FoundRoute } from './route.ts';
import { find as spring } from './spring.ts';

/** Those that say most come first: of a path that several name, the first counts. */
const FRAMEWORKS: readonly FindRoutes[] = [openapi, flask, fastapi, django, express, rails, spring, laravel];

/** A path with a variable part: `<id>`, `{id}`, `:id`, `*`. */
const VARIABLE = /[<{*(]|:\w/;

/** Paths that do something when they are asked for, or are no matter of a check. */
const LEFT_OUT =
  /(?:^|[/_-])(?:logout|log-out|signout|sign-out|delete|remove|destroy|unsubscribe|shutdown|reset|drop|seed|flush|purge|clear|run|trigger|admin|debug|stream|sse)(?:[/_-]|$)/i;

/**
 * The GET routes of the code without variable parts and without effects that their names tell of.
 *
 * @param all with these as well
 */
export function findRoutes(project: SourceObservation, { all = false } = {}): FoundRoute[] {
  const found = new Map<string, FoundRoute>();
  for (const route of FRAMEWORKS.flatMap(find => find(project))) {
    const isPlain = !VARIABLE.test(route.path) && !LEFT_OUT.test(route.path);
    if ((all || isPlain) && !found.has(route.path)) found.set(route.path, route);
  }
  return [...found.values()];
}
