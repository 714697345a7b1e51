/**
 * Writes everything that follows from the source: the registry of checks and probes, the JSON Schema of failsafe.yaml,
 * the validators of `failsafe precommit`, the pages of docs/checks, docs/config.md, docs/performance.md, and the manual
 * page. CI runs it and fails when that changes a file.
 */
import { writePage } from '../bench/page.ts';
import { generateConfigReference } from './generate/config-reference.ts';
import { generateDocs } from './generate/docs.ts';
import { generateManPage } from './generate/man-page.ts';
import { generateRegistry } from './generate/registry.ts';
import { generateSchemas } from './generate/schema.ts';
import { generateValidators } from './generate/validators.ts';

await generateValidators();
await generateRegistry();
await generateSchemas();
await generateDocs();
await generateConfigReference();
await generateManPage();
writePage();
