import { parentPort } from 'node:worker_threads';
import type { YamlAnswer } from './ask-yaml.ts';
import { parse } from './yaml.ts';

/** The thread in which much of YAML is read: one text after another, in the order in which they come. */
parentPort?.on('message', (text: string) => {
  let answer: YamlAnswer;
  try {
    answer = { reading: parse(text) };
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
