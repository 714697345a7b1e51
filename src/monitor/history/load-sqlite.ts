/** Loads the SQLite that Node brings. Node 22 warns that it is an experiment, which helps nobody who runs failsafe. */
export async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...more: never[]) => {
    if (!String(warning).includes('SQLite')) emitWarning.call(process, warning, ...more);
  }) as typeof emitWarning;
  try {
    return await import('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
