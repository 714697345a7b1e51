/**
 * Writes everything that follows from the source: the registry of checks and probes, the JSON Schema of failsafe.yaml,
 * the validator of compose files, the pages of docs/checks, docs/performance.md. CI runs it and fails when that changes a file.
 */
import { writePage } from '../bench/page.ts';
import { generateComposeValidator } from './generate/compose-validator.ts';
import { generateDocs } from './generate/docs.ts';
import { generateRegistry } from './generate/registry.ts';
import { generateSchemas } from './generate/schema.ts';

await generateComposeValidator();
await generateRegistry();
await generateSchemas();
await generateDocs();
writePage();
