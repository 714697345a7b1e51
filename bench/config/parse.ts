/** What the library takes to parse the same file, with places and without anything else: the floor of a first load. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

parseDocument(readFileSync(`${process.argv[2]}/failsafe.yaml`, 'utf8')).toJS();
