import { JSONPathEnvironment } from 'json-p3';

const environment = new JSONPathEnvironment();

/** Whether the text is a valid RFC 9535 query; the message of the syntax error otherwise. */
export function jsonPathError(path: string): string | undefined {
  try {
    environment.compile(path);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All values that an RFC 9535 query selects in a JSON document. */
export function select(document: unknown, path: string): unknown[] {
  return environment
    .compile(path)
    .query(document as never)
    .values();
}
