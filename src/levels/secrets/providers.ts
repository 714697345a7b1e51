/** A secret that can be told by its form. */
export interface Provider {
  readonly name: string;
  readonly pattern: RegExp;
  /** A text without which the pattern cannot match. */
  readonly keyword: string;
  /** Made for tests as a matter of course: one there opens nothing. */
  readonly isMadeForTests?: true;
}

const token = (name: string, keyword: string, pattern: RegExp): Provider => ({
  name,
  keyword,
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
  // With a part behind a dot since GitLab 17.10
  token(
    'a token of GitLab',
    'gl',
    /(?<!\w)gl(?:pat|dt|rt|ptt|cbt|soat|ft|imt|agent|oas|ffct)-(?:\w\w_)?[\w-]{20,64}(?:\.\w{2}\.\w{7,9}|\.\w{9})?(?![\w.-])/g,
  ),
  token('a token of Slack', 'xox', /(?<!\w)xox[abeprs]-(?:\d+-){1,3}[\w-]{10,}/g),
  token('a token of Slack', 'xapp-', /(?<!\w)xapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{64}(?!\w)/g),
  token('a webhook of Slack', 'hooks.slack.com', /hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,}/g),
  token('a live key of Stripe', 'k_live_', /(?<!\w)[sr]k_live_[A-Za-z0-9]{24,}/g),
  token('a key of a webhook of Stripe', 'whsec_', /(?<!\w)whsec_[A-Za-z0-9+/]{32,}/g),
  token('a key of Google', 'AIza', /(?<!\w)AIza[\w-]{35}(?![\w-])/g),
  token('a secret of a client of Google', 'GOCSPX-', /(?<!\w)GOCSPX-[\w-]{28}(?![\w-])/g),
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
  token('a token of Discord', 'iscord', /(?<![\w.-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,38}(?![\w.-])/g),
  token('a key of Twilio', 'SK', /(?<!\w)SK[0-9a-f]{32}(?!\w)/g),
  token('a key of Mailgun', 'key-', /(?<![\w-])key-[0-9a-f]{32}(?!\w)/g),
  token('a key of Mailchimp', '-us', /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/g),
  token('a token of Square', 'EAAA', /(?<![\w/+])EAAA[\w-]{60}(?![\w/+=-])/g),
  token('a token of Databricks', 'dapi', /(?<!\w)dapi[0-9a-f]{32}(?:-\d)?(?!\w)/g),
  token(
    'a token of Doppler',
    'dp.',
    /(?<!\w)dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]+\.)?[A-Za-z0-9]{40,44}(?!\w)/g,
  ),
  token('a key of Linear', 'lin_', /(?<!\w)lin_(?:api|oauth)_[A-Za-z0-9]{40,64}(?!\w)/g),
  token('a token of Notion', 'ntn_', /(?<!\w)ntn_[A-Za-z0-9]{46}(?!\w)/g),
  token('a token of Vault', 'hv', /(?<!\w)hv[sb]\.[\w-]{24,300}(?![\w-])/g),
  token('a token of HCP Terraform', '.atlasv1.', /(?<!\w)[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,70}(?![\w-])/g),
  token('a token of Docker Hub', 'dckr_', /(?<!\w)dckr_(?:pat|oat)_[\w-]{27,32}(?![\w-])/g),
  token('a token of Grafana', 'glsa_', /(?<!\w)glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}(?!\w)/g),
  token('a token of Grafana', 'glc_', /(?<!\w)glc_[A-Za-z0-9+/]{32,400}={0,2}/g),
  token('a key of Postman', 'PMAK-', /(?<!\w)PMAK-[0-9a-f]{24}-[0-9a-f]{34}(?!\w)/g),
  token('a token of Sentry', 'sntry', /(?<!\w)sntry[su]_[A-Za-z0-9+/=_-]{60,}/g),
  token('a token of Pulumi', 'pul-', /(?<![\w-])pul-[0-9a-f]{40}(?!\w)/g),
  token('a key of New Relic', 'NRAK-', /(?<!\w)NRAK-[A-Z0-9]{27}(?!\w)/g),
  token('a key of Heroku', 'HRKU-', /(?<!\w)HRKU-[\w-]{36,60}(?![\w-])/g),
  token('a token of PlanetScale', 'pscale_', /(?<!\w)pscale_(?:tkn|oauth|pw)_[\w.-]{32,64}(?![\w.-])/g),
  token('a token of Supabase', 'sb', /(?<!\w)(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{31,40})(?![\w-])/g),
  token('a key of Azure storage', 'AccountKey=', /\bAccountKey=[A-Za-z0-9+/]{86}==/g),
  token('a signature of Azure', 'sig=', /[?&]sv=\d{4}-[^\s"'`]*&sig=[\w%+/-]{40,}/g),
  token('a key of RubyGems', 'rubygems_', /(?<!\w)rubygems_[0-9a-f]{48}(?!\w)/g),
  token('a token of Atlassian', 'ATATT3', /(?<!\w)ATATT3[\w=-]{180,220}/g),
  token('a token of Fly.io', 'FlyV1', /\bFlyV1 fm[12][ar]?_[A-Za-z0-9+/=,_-]{100,}/g),
  token('a token of Cloudflare', 'v1.0-', /(?<!\w)v1\.0-[a-f0-9]{24}-[a-f0-9]{146}(?!\w)/g),
  {
    ...token(
      'a private key',
      'PRIVATE KEY',
      // In one text or several, with the headers of an encrypted one or of PGP
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?:\\[nr]|[\s"'+,\\]|(?:Proc-Type|DEK-Info|Version|Comment):[^\n\\]*)+[A-Za-z0-9+/]{40}/g,
    ),
    isMadeForTests: true,
  },
  {
    // "-----BEGIN PRIVATE KEY-" and its kinds in Base64, as a kubeconfig has them
    ...token(
      'a private key',
      'LS0tLS1CRUdJTi',
      /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVkt|BFQyBQUklWQVRFIEtFWS|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRVkt)[A-Za-z0-9+/]{40}/g,
    ),
    isMadeForTests: true,
  },
  {
    ...token('a private key of PuTTY', 'Private-Lines:', /^Private-Lines: \d+\s+[A-Za-z0-9+/]{40}/gm),
    isMadeForTests: true,
  },
  {
    ...token('a JSON Web Token', 'eyJ', /(?<![\w-])eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{30,}/g),
    isMadeForTests: true,
  },
];
