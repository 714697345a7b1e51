import { Command } from 'commander';
import { version } from '../model/version.ts';

/** What stands around all commands. */
export const createFrame = (): Command =>
  new Command('failsafe')
    .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : 2))
    .description('Is the docker-compose web application healthy, why not, and how to mend it.')
    .version(version)
    .showHelpAfterError('(failsafe --help shows what there is)')
    .addHelpText(
      'after',
      `
Exit codes: 0 healthy, 1 unhealthy, 2 could not check; 130 and 143 after Ctrl-C and SIGTERM.

Environment:
  FAILSAFE_CONFIG    the file, where --config names none
  FAILSAFE_RUNTIME   where the stack runs, where --runtime does not say
  FAILSAFE_COMPOSE   the command of compose, such as docker-compose
  FAILSAFE_BROWSER   path of Chrome, Chromium or Edge
  FAILSAFE_FAIL_ON   fail or warn, where --fail-on does not say
  FAILSAFE_BASELINE  the file of failures that are known, where --baseline names none
  FAILSAFE_STRICT    1: the same as FAILSAFE_FAIL_ON=warn

Examples:
  failsafe init                       write a failsafe.yaml for the compose project of this folder
  failsafe drift                      which services, ports and routes have no check, and which checks look at nothing
  failsafe check                      look at everything that failsafe.yaml declares
  failsafe check --grep "api and not slow"
  failsafe check --runtime compose --reporter junit > junit.xml
  failsafe fix --dry-run              what failsafe would do about the root causes
  failsafe backup                     save the databases; failsafe restore brings them back
  failsafe doctor                     look at this machine before anything is started on it
  failsafe setup                      from a checkout to a deployment that is seen to be healthy; safe to run again
  failsafe deploy                     put a new version in place; back to the old one when it is not well
  failsafe explain EXIT_KILLED        what a code of the report means, its likely cause and its fix
  failsafe monitor --detach           watch in the background, mend what breaks, tell of it; then: status, alerts, stop
  failsafe pipeline                   all of it: validate, set up, test, verify, monitor; in CI: --to verify
  failsafe precommit                  look at what is staged: syntax, configuration, secrets
  failsafe prove --grep database      break a copy on purpose: is it found, and its cause named first
  failsafe new check queue.depth      write a check of your own, and its test
  failsafe config check               validate failsafe.yaml without looking at anything`,
    );
