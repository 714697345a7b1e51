import pg from 'pg';
import type { Psql } from '../postgres/psql.ts';

interface Properties {
  readonly owner: string;
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  /** `c`, `i` or `b`; null before PostgreSQL 15. */
  readonly provider: string | null;
  /** Of ICU, or built in. */
  readonly locale: string | null;
  readonly rules: string | null;
  /** -1: none. */
  readonly limit: number;
  readonly comment: string | null;
  readonly settings: readonly { role: string | null; setting: string }[];
  readonly grants: readonly { grantee: string | null; privilege: string; grantable: boolean }[];
  readonly open: boolean;
}

const literal = pg.escapeLiteral;
const identifier = pg.escapeIdentifier;

const query = (database: string) => `select pg_get_userbyid(d.datdba) as owner,
  pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collate, d.datctype as ctype, d.datacl is null as open, d.datconnlimit as limit, shobj_description(d.oid, 'pg_database') as comment,
  to_jsonb(d) ->> 'datlocprovider' as provider, to_jsonb(d) ->> 'daticurules' as rules,
  coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale,
  (select coalesce(jsonb_agg(jsonb_build_object('role', r.rolname, 'setting', s.one)), '[]')
     from pg_db_role_setting g left join pg_roles r on r.oid = g.setrole, unnest(g.setconfig) as s(one)
     where g.setdatabase = d.oid) as settings,
  (select coalesce(jsonb_agg(jsonb_build_object('grantee', r.rolname, 'privilege', a.privilege_type, 'grantable', a.is_grantable)), '[]')
     from aclexplode(d.datacl) a left join pg_roles r on r.oid = a.grantee) as grants
  from pg_database d where d.datname = ${literal(database)}`;

/** Settings that are lists are written without quotes around the whole. */
const LISTS = /^(?:search_path|temp_tablespaces|(?:local|session|shared)_preload_libraries)$/;

function settingLine(database: string, { role, setting }: Properties['settings'][number]): string {
  const [name = '', ...value] = setting.split('=');
  const text = value.join('=');
  const shown = LISTS.test(name) ? text || "''" : literal(text);
  const whose = role === null ? '' : `role ${identifier(role)} in `;
  return `alter ${whose}database ${identifier(database)} set ${identifier(name)} to ${shown}`;
}

function grantLine(
  database: string,
  { grantee, privilege, grantable }: Properties['grants'][number],
): string {
  const who = grantee === null ? 'public' : identifier(grantee);
  return `grant ${privilege} on database ${identifier(database)} to ${who}${grantable ? ' with grant option' : ''}`;
}

/** What of a database is not in its dump: its owner, encoding, settings and grants. Undefined when there is none of that name. */
export async function readProperties(psql: Psql, database: string): Promise<Properties | undefined> {
  const [found] = await psql.rows<Properties>(query(database));
  return found;
}

/** What of the locale `lc_collate` and `lc_ctype` do not say. */
function localeOf({ provider, locale, rules }: Properties): string {
  if (provider === 'b') return ` locale_provider builtin builtin_locale ${literal(locale ?? '')}`;
  if (provider !== 'i') return '';
  return ` locale_provider icu icu_locale ${literal(locale ?? '')}${rules ? ` icu_rules ${literal(rules)}` : ''}`;
}

/** The statement that makes an empty database like another one; without one, as the server does by default. */
export function createLike(name: string, like: Properties | undefined): string {
  const made = `create database ${identifier(name)} template template0`;
  if (like === undefined) return made;
  return `${made} owner ${identifier(like.owner)} encoding ${literal(like.encoding)} lc_collate ${literal(like.collate)} lc_ctype ${literal(like.ctype)}${localeOf(like)} connection limit ${like.limit}`;
}

/** The statements that give a database the settings and grants of another one. */
export function copyProperties(name: string, { settings, grants, open }: Properties): string[] {
  const acl = open ? [] : [`revoke all on database ${identifier(name)} from public`];
  return [...settings.map(one => settingLine(name, one)), ...acl, ...grants.map(one => grantLine(name, one))];
}
