import type { ValidateFunction } from 'ajv';

/** Whether a value has the form of a compose file. The JavaScript beside this is made by `npm run generate`. */
declare const validate: ValidateFunction;
export default validate;
