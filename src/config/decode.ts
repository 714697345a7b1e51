import { Settings } from 'typebox/system';
import { DecodeUnsafe } from 'typebox/value';
import { type Config, ConfigSchema } from './schema/config.ts';

// TypeBox rebuilds the whole schema in another order of union branches for each decoding (30 ms). The branches here
// exclude one another, so their order does not matter.
Settings.Set({ unionPrioritySort: false });

/**
 * Turns a document that keeps to the schema into a config, in place: durations in milliseconds, sizes in bytes,
 * secrets pending. Unlike `Value.Decode` it inserts no defaults, converts nothing and drops nothing: a default that
 * stood in `containers.services` would hide what `containers.defaults` says.
 */
export const decode = (document: unknown): Config => DecodeUnsafe({}, ConfigSchema, document) as Config;
