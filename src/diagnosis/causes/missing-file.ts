import { causeInLog } from '../cause-in-log.ts';

/** A file that is needed is not there. */
export const cause = causeInLog({
  id: 'missing-file',
  own: true,
  patterns: [
    /(?:FileNotFoundError|ENOENT)[^'"]*['"]([^'"]+)['"]/,
    /exec:? "?(\/[^": ]+|[\w.-]+)"?:? (?:executable file not found|stat [^:]+: no such file)/,
    /(?:can't open|cannot open|cannot load|cannot access) (?:file )?['"]?([^'":\s]+)['"]?.*No such file/i,
    /open\(\) "([^"]+)" failed \(2: No such file/,
    // nginx: the fallback of try_files is not there either
    /rewrite or internal redirection cycle while internally redirecting to "([^"]+)"/,
  ],
  cause: ({ service, parts: [path] }) => `${service} needs ${path}, which is not there.`,
  fix: ({ parts: [path] }) => ({
    text: `See that ${path} is copied into the image (COPY, .dockerignore) or mounted from where it is; a volume over its folder hides what the image holds.`,
  }),
});
