import { composeServices } from '../compose-services.ts';
import { find, indentAt, insert, type Mend, replacing } from './mend.ts';

const SCALAR = /"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}\]#]+/y;

/** Puts a line before the first key of the service that the spot names. */
const addLine =
  (line: string): Mend =>
  (spot, project) => {
    const found = find(spot, project);
    const service = composeServices(project).find(({ file, name }) => {
      const { line: own, column } = file.tree.at(['services', name], 'key');
      return file.path === spot.file && own === spot.line && column === spot.column;
    });
    const [key] = Object.keys(service?.value ?? {});
    if (found === undefined || service === undefined || key === undefined) return [];
    const first = service.file.tree.at(['services', service.name, key], 'key');
    if (first.line === spot.line) return [];
    const keyAt = find({ ...spot, ...first }, project);
    const indent = keyAt && indentAt(found.text, keyAt.offset);
    if (keyAt === undefined || indent === undefined) return [];
    return [insert(spot.file, keyAt.offset, `${line}\n${indent}`)];
  };

/** What is invalid is replaced, what is missing is added. */
const restart: Mend = (spot, project) =>
  spot.message.includes('has no restart policy that compose knows')
    ? replacing(SCALAR, () => 'unless-stopped')(spot, project)
    : addLine('restart: unless-stopped')(spot, project);

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = {
  C22: restart,
  C24: replacing(SCALAR, () => 'local'),
  C25: replacing(SCALAR, text =>
    text
      .replace(/:r?shared(?=["']?$)/, '')
      .replace(/([:,])r?shared,/, '$1')
      .replace(/,r?shared(?=["']?$)/, ''),
  ),
  C30: replacing(/version[ \t]*:[^\n]*(?:\n|$)/y, () => ''),
};
