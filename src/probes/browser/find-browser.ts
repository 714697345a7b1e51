import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ProbeError } from '../../model/probe-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = ['FAILSAFE_BROWSER', 'CHROME_PATH'];

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const APPLICATIONS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Where users have a browser on this platform, the likeliest first. */
export function browserCandidates(platform: NodeJS.Platform, environment: Environment): string[] {
  const set = (names: string[]) => names.flatMap(name => environment[name] || []);
  if (platform === 'win32') {
    const folders = set(['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']);
    return PROGRAMS.flatMap(program => folders.map(folder => `${folder}\\${program}`));
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = COMMANDS.flatMap(command => folders.map(folder => join(folder, command)));
  if (platform !== 'darwin') return [...onPath, '/opt/google/chrome/chrome', '/snap/bin/chromium'];
  const applications = ['/Applications', ...set(['HOME']).map(home => join(home, 'Applications'))];
  return [...APPLICATIONS.flatMap(name => applications.map(folder => join(folder, name))), ...onPath];
}

/**
 * Finds Chrome, Chromium or Edge: what FAILSAFE_BROWSER or CHROME_PATH names, else where the platform has them.
 *
 * @throws ProbeError `observer` BROWSER_NOT_EXECUTABLE when a variable names something else than a program
 */
export function findBrowser(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  for (const variable of VARIABLES) {
    const path = environment[variable];
    if (path === undefined || path === '') continue;
    if (isExecutable(path)) return path;
    throw new ProbeError(
      'observer',
      'BROWSER_NOT_EXECUTABLE',
      `${variable} is ${path}, which is no program that can be run`,
    );
  }
  return browserCandidates(platform, environment).find(isExecutable);
}

const INSTALL: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install --cask google-chrome',
  win32: 'winget install Google.Chrome',
};

/** Why there was no look with a browser, and the line that mends it. */
export const noBrowserReason = (platform: NodeJS.Platform = process.platform): string =>
  `no Chrome, Chromium or Edge was found; ${INSTALL[platform] ?? 'apt-get install chromium'}, or set FAILSAFE_BROWSER to the path of one`;
