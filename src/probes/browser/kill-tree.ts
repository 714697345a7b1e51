import { execa } from 'execa';

/** Ends a browser and all its processes at once; one that has ended already is fine. */
export async function killTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await execa('taskkill', ['/pid', String(pid), '/T', '/F'], { reject: false });
    return;
  }
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
      return;
    } catch {
      // No such group: the launcher did not become the browser; then the process alone.
    }
  }
}
