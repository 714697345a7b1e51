/** Hears each line that a command prints, and shows it while it runs. */
export const hearing =
  (hear: (line: string) => void, tell: (status: string) => void) =>
  (line: string): void => {
    hear(line);
    tell(line.slice(0, 100));
  };
