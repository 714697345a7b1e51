import { dirname, resolve } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import { isMap } from '../is-map.ts';
import type { ParseCache } from '../parse-cache.ts';
import { readText } from '../read-text.ts';
import { createLocator } from '../source/locate.ts';
import { type ParsedYaml, parseYaml, unparsedYaml } from '../source/parse-yaml.ts';
import { mergeService, type RawService } from './compose-merge.ts';
import { malformedReferences } from './malformed-references.ts';

/** A compose file as written, `include` and `extends` resolved. */
export interface ComposeSource {
  readonly name?: string;
  readonly services: ReadonlyMap<string, RawService>;
  /** Top-level volumes, as written. */
  readonly volumes: ReadonlyMap<string, unknown>;
}

/** Reads compose files and collects what is wrong with them. */
export interface ComposeReader {
  /** A file that cannot be read gives nothing; the caller knows that from `problems`. */
  read(file: string): Promise<ComposeSource | undefined>;
  readonly problems: readonly Problem[];
}

const MOST_LEVELS = 20;

const includedFiles = (include: unknown): string[] =>
  (Array.isArray(include) ? include : [])
    .flatMap((one: unknown) => (isMap(one) ? one.path : one))
    .filter((path): path is string => typeof path === 'string');

/** @param show the name of a file as people see it; @param cache what files were parsed to before */
export function createComposeReader(show: (file: string) => string, cache: ParseCache): ComposeReader {
  const problems: Problem[] = [];
  const documents = new Map<string, Promise<Record<string, unknown> | undefined>>();

  async function parseOnce(text: string, file: string): Promise<ParsedYaml> {
    const made = await cache.recall(file, text);
    if (made !== undefined)
      return { source: unparsedYaml(text, show(file)), value: { of: made.document }, problems: [] };
    const parsed = parseYaml(text, show(file), { tags: true });
    const { value } = parsed;
    if (value !== undefined && parsed.problems.length === 0)
      await cache.remember(file, text, { document: value.of });
    return parsed;
  }

  async function parse(file: string): Promise<Record<string, unknown> | undefined> {
    const read = await readText(file);
    if ('reason' in read) {
      problems.push({
        code: 'CONFIG_FILE_MISSING',
        message: `the compose file ${show(file)} ${read.reason}`,
        fix: 'Correct its name; it is relative to the file that names it.',
      });
      return undefined;
    }
    const { source, value, problems: found } = await parseOnce(read.text, file);
    problems.push(...found);
    if (value === undefined) return undefined;
    if (isMap(value.of)) {
      const { name, services } = value.of;
      problems.push(...malformedReferences({ name, services }, createLocator(source)));
      return value.of;
    }
    const at = { file: source.file, line: 1, column: 1 };
    problems.push({
      code: 'CONFIG_SYNTAX',
      message: `${show(file)} is no compose file`,
      at,
      expected: 'a map with services',
    });
    return undefined;
  }

  function document(file: string) {
    const known = documents.get(file) ?? parse(file);
    documents.set(file, known);
    return known;
  }

  async function extended(service: RawService, file: string, level: number): Promise<RawService> {
    const { extends: base, ...own } = service;
    const name = isMap(base) ? base.service : base;
    if (typeof name !== 'string' || level > MOST_LEVELS) return own;
    const other = isMap(base) && typeof base.file === 'string' ? resolve(dirname(file), base.file) : file;
    const services = (await document(other))?.services;
    const found = isMap(services) ? services[name] : undefined;
    return isMap(found) ? mergeService(await extended(found, other, level + 1), own) : own;
  }

  async function read(file: string, level: number): Promise<ComposeSource | undefined> {
    const content = await document(file);
    if (content === undefined || level > MOST_LEVELS) return undefined;
    const services = new Map<string, RawService>();
    const volumes = new Map<string, unknown>();
    for (const path of includedFiles(content.include)) {
      const included = await read(resolve(dirname(file), path), level + 1);
      for (const [name, service] of included?.services ?? []) services.set(name, service);
      for (const [name, volume] of included?.volumes ?? []) volumes.set(name, volume);
    }
    for (const [name, service] of Object.entries(isMap(content.services) ? content.services : {})) {
      services.set(name, await extended(isMap(service) ? service : {}, file, 0));
    }
    for (const [name, volume] of Object.entries(isMap(content.volumes) ? content.volumes : {}))
      volumes.set(name, volume);
    return { name: typeof content.name === 'string' ? content.name : undefined, services, volumes };
  }

  return { problems, read: file => read(file, 0) };
}
