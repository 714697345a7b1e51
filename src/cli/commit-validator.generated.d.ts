import type { ValidateFunction } from 'ajv';

/** Whether sections of failsafe.yaml are what `failsafe precommit` can use. The JavaScript beside this is made by `npm run generate`. */
declare const validate: ValidateFunction;
export default validate;
