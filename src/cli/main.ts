import { guardProcess } from './guarded.ts';
import { createProgram } from './program.ts';

guardProcess();
await createProgram().parseAsync();
