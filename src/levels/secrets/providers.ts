/** A secret that can be told by its form. */
export interface Provider {
  readonly name: string;
  readonly pattern: RegExp;
  /** A text without which the pattern cannot match; in lower case. */
  readonly keyword: string;
  /** Made for tests as a matter of course: one there opens nothing. */
  readonly isMadeForTests?: true;
}

const token = (name: string, keyword: string, pattern: RegExp): Provider => ({
  name,
  keyword: keyword.toLowerCase(),
  pattern,
});

/**
 * Forms that providers document, so that leaked ones can be found. Sources: GitHub secret scanning patterns, the rules of
 * gitleaks, and the pages of the providers.
 */
export const providers: readonly Provider[] = [
  token('an access key of AWS', 'AKIA', /(?<![A-Z0-9])AKIA[A-Z2-7]{16}(?![A-Z0-9])/g),
  token('a temporary access key of AWS', 'ASIA', /(?<![A-Z0-9])ASIA[A-Z2-7]{16}(?![A-Z0-9])/g),
  token('a token of GitHub', 'gh', /(?<!\w)gh[pousr]_[A-Za-z0-9]{36}(?!\w)/g),
  token('a token of GitHub', 'github_pat_', /(?<!\w)github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\w)/g),
  token('a token of GitLab', 'glpat-', /(?<!\w)glpat-[\w-]{20}(?![\w-])/g),
  token('a token of Slack', 'xox', /(?<!\w)xox[abeprs]-(?:\d+-){1,3}[\w-]{10,}/g),
  token('a webhook of Slack', 'hooks.slack.com', /hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,}/g),
  token('a live key of Stripe', 'k_live_', /(?<!\w)[sr]k_live_[A-Za-z0-9]{24,}/g),
  token('a key of Google', 'AIza', /(?<!\w)AIza[\w-]{35}(?![\w-])/g),
  token('a token of npm', 'npm_', /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g),
  token('a token of PyPI', 'pypi-', /(?<!\w)pypi-AgEIcHlwaS5vcmc[\w-]{50,}/g),
  token('a key of SendGrid', 'SG.', /(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g),
  token(
    'a key of OpenAI',
    'sk-',
    /(?<!\w)sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}/g,
  ),
  token('a key of Anthropic', 'sk-ant-', /(?<!\w)sk-ant-(?:api|admin)\d{2}-[\w-]{80,}/g),
  token('a token of Hugging Face', 'hf_', /(?<!\w)hf_[A-Za-z]{34}(?!\w)/g),
  token('a token of DigitalOcean', 'do', /(?<!\w)do[oprt]_v1_[a-f0-9]{64}(?!\w)/g),
  token('a token of Shopify', 'shp', /(?<!\w)shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}(?!\w)/g),
  token('a token of Telegram', ':AA', /(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])/g),
  token(
    'a webhook of Discord',
    '/api/webhooks/',
    /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/g,
  ),
  token('a secret key of age', 'AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/g),
  {
    ...token(
      'a private key',
      'PRIVATE KEY',
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/]{40}/g,
    ),
    isMadeForTests: true,
  },
  {
    ...token('a JSON Web Token', 'eyJ', /(?<![\w-])eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{30,}/g),
    isMadeForTests: true,
  },
];
