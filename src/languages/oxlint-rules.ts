/**
 * Rules of oxlint whose findings throw when they are reached, or cannot be what was meant; none that is a matter of taste.
 * Left out for what they said of 5,592 files of well-kept packages: constructor-super (does not see `super(a), this.b`),
 * no-func-assign, no-cond-assign and getter-return (meant, there), no-unreachable.
 */
const RULES = [
  'eslint/for-direction',
  'eslint/no-class-assign',
  'eslint/no-compare-neg-zero',
  'eslint/no-const-assign',
  'eslint/no-dupe-class-members',
  'eslint/no-dupe-else-if',
  'eslint/no-dupe-keys',
  'eslint/no-duplicate-case',
  'eslint/no-ex-assign',
  'eslint/no-global-assign',
  'eslint/no-import-assign',
  'eslint/no-invalid-regexp',
  'eslint/no-new-native-nonconstructor',
  'eslint/no-obj-calls',
  'eslint/no-self-assign',
  'eslint/no-setter-return',
  'eslint/no-this-before-super',
  'eslint/no-unsafe-finally',
  'eslint/no-unsafe-negation',
  'eslint/no-unsafe-optional-chaining',
  'eslint/use-isnan',
  'eslint/valid-typeof',
  'oxc/bad-array-method-on-arguments',
  'oxc/bad-char-at-comparison',
  'oxc/bad-comparison-sequence',
  'oxc/bad-match-all-arg',
  'oxc/bad-min-max-func',
  'oxc/bad-object-literal-comparison',
  'oxc/bad-replace-all-arg',
  'oxc/const-comparisons',
  'oxc/missing-throw',
  'oxc/number-arg-out-of-range',
  'react/jsx-no-duplicate-props',
  'react/jsx-no-undef',
  'react/no-direct-mutation-state',
  'react/void-dom-elements-no-children',
  'typescript/no-duplicate-enum-values',
  'typescript/no-misused-new',
] as const;

/** Elsewhere a function whose name begins with `use` need be no hook. */
const COMPONENTS = { files: ['*.jsx', '*.tsx'], rules: { 'react/rules-of-hooks': 'error' } };

/** The configuration that oxlint gets: ours alone, whatever lies beside the files. */
export const MISTAKES = {
  plugins: ['eslint', 'oxc', 'typescript', 'react'],
  categories: { correctness: 'off' },
  rules: Object.fromEntries(RULES.map(rule => [rule, 'error'])),
  overrides: [COMPONENTS],
};
