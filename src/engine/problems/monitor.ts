import { type ProblemPages, problemPage } from './problem-page.ts';

/** The monitor cannot work, or not be asked. */
export const monitorProblems: ProblemPages = {
  MONITOR_RUNNING: problemPage(
    'A monitor of this project runs already',
    'Two would act on the same services, each by its own budget.',
    'Ask the one that runs with `failsafe monitor status`, or end it with `failsafe monitor stop`.',
  ),
  MONITOR_OF_ANOTHER_FILE: problemPage(
    'The monitor of this folder follows another failsafe.yaml',
    'Two files in one folder share its `.failsafe`, where a monitor keeps its lock and what it knows: that is of the other deployment.',
    'Name that file with --config. To monitor both, give each file a folder of its own.',
  ),
  MONITOR_NEEDS_DEPLOYMENT: problemPage(
    'There is nothing that lasts to be monitored',
    'The runtime testcontainers brings a stack up for one run and throws it away.',
    'Name the deployment that runs with --runtime compose.',
  ),
  MONITOR_ENDED: problemPage(
    'The monitor has ended before its first look',
    'It was stopped or killed while it started.',
    'Run `failsafe monitor` in the foreground: it says why.',
  ),
  MONITOR_ELSEWHERE: problemPage(
    'The monitor runs on another machine, or in a container',
    'They share the folder of the project; a process there cannot be told anything from here.',
    'Stop it there.',
  ),
  MONITOR_STUCK: problemPage(
    'The monitor does not end',
    'It hangs, or an act on a service that it began takes very long.',
    'Kill it: what it knows is on the disk, and the next one goes on from there.',
  ),
  NO_MONITOR: problemPage(
    'No monitor runs, and nothing else can be asked',
    'This runtime brings a stack up for each run, so there is nothing to look at between runs.',
    'Start one with `failsafe monitor --detach`, or look once with `failsafe check`.',
  ),
  NO_MONITOR_LOG: problemPage(
    'No monitor has written a log yet',
    'None has run for this failsafe.yaml, or its logs were removed.',
    'Start one with `failsafe monitor --detach`.',
  ),
  NO_HISTORY: problemPage(
    'Nothing was measured yet',
    'No monitor has run for this failsafe.yaml, or `.failsafe` was removed.',
    'Start one with `failsafe monitor --detach`.',
  ),
};
