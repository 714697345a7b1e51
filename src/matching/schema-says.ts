/** What of a JSON Schema judges nothing by itself; some of it holds schemas that may. */
const SAYS_NOTHING =
  /^(\$(?!ref$|dynamicRef$).*|title|description|default|examples?|deprecated|readOnly|writeOnly|xml|externalDocs|discriminator|content(MediaType|Encoding|Schema))$/;
/** Keys of these are names, not keywords. */
const NAMES = /^(properties|patternProperties|dependentSchemas)$/;
/** Asserts by a schema or by a list of them. */
const HOLDS_SCHEMAS =
  /^(items|prefixItems|additionalItems|additionalProperties|propertyNames|unevaluated(Items|Properties)|contains|allOf|anyOf|oneOf|not|if|then|else)$/;
/** Only schemas that something refers to by `$ref`. */
const DEFINITIONS = /^(\$defs|definitions)$/;

/** Whether there is a document that the schema refuses, as far as its keywords tell: one that refuses nothing is green whatever comes. */
export function asserts(schema: unknown): boolean {
  if (schema === false) return true;
  if (Array.isArray(schema)) return schema.some(asserts);
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(([keyword, value]) => {
    if (DEFINITIONS.test(keyword) || SAYS_NOTHING.test(keyword)) return false;
    // Whatever is refused by nothing is refused by its opposite, and `contains` wants one element at least
    if (keyword === 'not' || keyword === 'contains') return true;
    if (NAMES.test(keyword)) return Object.values(Object(value)).some(asserts);
    return HOLDS_SCHEMAS.test(keyword) ? asserts(value) : true;
  });
}

const OF_OBJECTS =
  /^(properties|required|patternProperties|additionalProperties|propertyNames|minProperties)$/;
const OF_ARRAYS = /^(items|prefixItems|contains|minItems|uniqueItems)$/;
const OTHER_WORDS = /^(type|\$ref|\$dynamicRef|enum|const|allOf|anyOf|oneOf|not|if)$/;

/**
 * The type that a schema speaks of without naming it. JSON Schema holds `required` for true of whatever is no object:
 * an error page that is a JSON text would pass.
 */
export function impliedType(schema: Readonly<Record<string, unknown>>): 'object' | 'array' | undefined {
  const keywords = Object.keys(schema);
  if (keywords.some(keyword => OTHER_WORDS.test(keyword))) return undefined;
  const objects = keywords.some(keyword => OF_OBJECTS.test(keyword));
  const arrays = keywords.some(keyword => OF_ARRAYS.test(keyword));
  if (objects === arrays) return undefined;
  return objects ? 'object' : 'array';
}
