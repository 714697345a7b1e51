import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../../model/observations/source.ts';
import { literalsIn, tokensIn } from './scan.ts';

const fileOf = (path: string, text: string): SourceFile => ({
  path,
  text,
  bytes: text.length,
  executable: false,
  flaws: [],
});

/** The same numbers at each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = random(6);
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const AWS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const take = (length: number, from = BASE62) =>
  Array.from({ length }, () => from[Math.floor(next() * from.length)]).join('');

/** Put together when the test runs: no secret stands in the repository. */
const tokens: readonly (() => string)[] = [
  () => `AKI${'A'}${take(16, AWS)}`,
  () => `ASI${'A'}${take(16, AWS)}`,
  () => `gh${'p'}_${take(36)}`,
  () => `gh${'o'}_${take(36)}`,
  () => `github_${'pat'}_${take(22)}_${take(59)}`,
  () => `gl${'pat'}-${take(20)}`,
  () => `xox${'b'}-${take(12, '123456789')}-${take(12, '123456789')}-${take(24)}`,
  () => `https://hooks.slack${'.com'}/services/T${take(9)}/B${take(9)}/${take(24)}`,
  () => `sk_${'live'}_${take(24)}`,
  () => `AIz${'a'}${take(35)}`,
  () => `npm${'_'}${take(36)}`,
  () => `SG${'.'}${take(22)}.${take(43)}`,
  () => `sk-${'proj'}-${take(40)}T3Blbk${'FJ'}${take(40)}`,
  () => `hf${'_'}${take(34, BASE62.slice(0, 52))}`,
  () => `dop_${'v1'}_${take(64, HEX)}`,
  () => `shp${'at'}_${take(32, HEX)}`,
  () => `12345678${'9'}:${'AA'}${take(33)}`,
  () => `-----BEGIN RSA PRIVATE ${'KEY'}-----\n${take(64)}\n`,
  () => `ey${'J'}${take(30)}.ey${'J'}${take(60)}.${take(43)}`,
  () => `gl${'pat'}-${take(27)}.01.${take(9, HEX)}`,
  () => `xap${'p'}-1-A${take(10, AWS)}-${take(13, '123456789')}-${take(64, HEX)}`,
  () => `whse${'c'}_${take(32)}`,
  () => `GOCS${'PX'}-${take(28)}`,
  () => `S${'K'}${take(32, HEX)}`,
  () => `ke${'y'}-${take(32, HEX)}`,
  () => `${take(32, HEX)}-u${'s'}12`,
  () => `EAA${'A'}${take(60)}`,
  () => `dap${'i'}${take(32, HEX)}`,
  () => `d${'p'}.pt.${take(43)}`,
  () => `lin_${'api'}_${take(40)}`,
  () => `nt${'n'}_${take(46)}`,
  () => `hv${'s'}.${take(95)}`,
  () => `${take(14)}.atlas${'v1'}.${take(67)}`,
  () => `dckr_${'pat'}_${take(27)}`,
  () => `gls${'a'}_${take(32)}_${take(8, HEX)}`,
  () => `PMA${'K'}-${take(24, HEX)}-${take(34, HEX)}`,
  () => `sntry${'s'}_${take(90)}`,
  () => `pu${'l'}-${take(40, HEX)}`,
  () => `NRA${'K'}-${take(27, AWS)}`,
  () => `HRK${'U'}-${take(60)}`,
  () => `pscale_${'tkn'}_${take(43)}`,
  () => `sb${'p'}_${take(40, HEX)}`,
  () => `Account${'Key'}=${take(86)}==`,
  () => `?sv=2022-11-02&sp=r&si${'g'}=${take(43)}%3D`,
  () => `rubygems${'_'}${take(48, HEX)}`,
  () => `ATATT${'3'}xFfGF0${take(180)}`,
  () => `v1.${'0'}-${take(24, HEX)}-${take(146, HEX)}`,
  () =>
    `-----BEGIN RSA PRIVATE ${'KEY'}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A1B\n\n${take(64)}\n`,
  () => `-----BEGIN PGP PRIVATE ${'KEY'} BLOCK-----\n\n${take(64)}\n`,
  () => `-----BEGIN PRIVATE ${'KEY'}-----\\n${take(64)}\\n`,
  () => `-----BEGIN EC PRIVATE ${'KEY'}-----\\n"\n    "${take(64)}`,
  () => Buffer.from(`-----BEGIN RSA PRIVATE ${'KEY'}-----\n${take(120)}\n`).toString('base64'),
];

const contexts: readonly ((token: string) => string)[] = [
  token => `const client = connect('${token}');\n`,
  token => `# ${token}\n`,
  token => `url: "${token}"\n`,
];

describe('tokens by their form', () => {
  const planted = tokens.flatMap(make => contexts.map(context => context(make())));
  test.each(planted.map((text, index) => [index, text] as const))('%i is found, and not shown', (_, text) => {
    const found = [...tokensIn(fileOf('src/client.js', text))];
    expect(found).toHaveLength(1);
    const [secret = ''] = /[\w.-]{20,}/.exec(text) ?? [];
    expect(JSON.stringify(found)).not.toContain(secret);
  });
});

const assignments: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name} = "${value}"\n`,
  (name, value) => `app.config["${name}"] = '${value}'\n`,
  (name, value) => `connect(host="db", ${name}="${value}")\n`,
  (name, value) => `${name}: str = "${value}"\n`,
  (name, value) => `${name} = os.getenv("${name}", "${value}")\n`,
  (name, value) => `${name} = os.environ.get("${name}", "${value}")\n`,
  (name, value) => `${name} = b"${value}"\n`,
  (name, value) => `const settings = { ${name}: '${value}' };\n`,
  (name, value) => `const key = process.env.${name} || '${value}';\n`,
  (name, value) => `  "${name}": "${value}",\n`,
  (name, value) => `${name} := \`${value}\`\n`,
];
const names = [
  'SECRET_KEY',
  'password',
  'apiKey',
  'DB_PASSWORD',
  'auth_token',
  'jwtSecret',
  'client_secret',
  'AWS_SECRET_ACCESS_KEY',
];
const shapes = [() => take(24), () => `${take(5)}!${take(3, '0123456789')}x${take(4)}7`];

describe('literals by what takes them', () => {
  const planted = assignments.flatMap(write =>
    names.flatMap(name => shapes.map(shape => write(name, shape()))),
  );
  test(`at least 95 of 100 of ${planted.length} are found`, () => {
    const missed = planted.filter(text => [...literalsIn(fileOf('src/config.py', text))].length === 0);
    expect(missed.length / planted.length).toBeLessThanOrEqual(0.05);
  });

  test.each([
    (value: string) => `engine = connect("postgres://shop:${value}@db:5432/shop")\n`,
    (value: string) => `redis-server --requirepass ${value}\n`,
    (value: string) => `headers = {"Authorization": "Bearer ${value}"}\n`,
  ])('an address, a flag, a header', write => {
    expect([...literalsIn(fileOf('src/run.py', write(take(20))))]).toHaveLength(1);
  });
});

const benign = [
  'PASSWORD = os.environ["PASSWORD"]',
  'password: "{{ vault_password }}"',
  'const token = getToken("user-profile");',
  'password_label = "Enter your password"',
  "{ password: 'Password', token: 'Token' }",
  'token = "access_token"',
  'secret = "my-app/production/database"',
  'TOKEN_URL = "https://example.com/oauth2/token"',
  "const key = 'ArrowLeft2';",
  'SECRET_NAME = "projects/shop/secrets/db"',
  'api_key = "YOUR_API_KEY_HERE"',
  'password = "changeme123"',
  'password = "$2b$04$xxxxxxxxxxxxxxxxxxxxxx"',
  'token = "<token>"',
  "const passwordInput = '#password-input';",
  'input[type="password"]',
  'primary_key = "user_id_2024"',
  'csrf_token = csrf_field("csrf-token-2")',
  'url = "postgres://user:password@localhost/db"',
  'url = "postgres://$USER:$PASSWORD@localhost/db"',
  'PASSWORD_HASHER = "argon2id"',
  "import { token } from './token-v2.js';",
  'secret: z.string().min(8)',
  'lastSignificantToken = "?InterpolationInTemplate"',
  'sort_key = "created_at:desc"',
  'public_key = "AAAAB3NzaC1yc2EAAAADAQABAAABgQC7"',
  'integrity = "sha512-abc/def=="',
  'AKIAIOSFODNN7EXAMPLE',
  'commit = "9fceb02d0ae598e95dc970b74767f19372d61af8"',
];

describe('what is no secret', () => {
  test.each(benign)('%s', text => {
    const file = fileOf('src/config.py', `${text}\n`);
    expect([...tokensIn(file), ...literalsIn(file)]).toEqual([]);
  });

  test.each(['tests/test_auth.py', 'docs/setup.md', 'src/app.test.ts', 'poetry.lock'])(
    'a password in %s opens nothing',
    path => {
      expect([...literalsIn(fileOf(path, `password = "${take(24)}"\n`))]).toEqual([]);
    },
  );
});
