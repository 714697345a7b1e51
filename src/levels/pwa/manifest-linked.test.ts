import { judges } from '../../../tests/support/judges.ts';
import { check } from './manifest-linked.ts';
import { app } from './testing.ts';

const none = { manifest: undefined, icons: [], startUrl: undefined };

judges(check, null, [
  ['linked', app(), 'pass OK'],
  ['not linked', app({ ...none, manifestHref: undefined }), 'fail MANIFEST_NOT_LINKED'],
  [
    'linked to a placeholder',
    app({ ...none, manifestHref: 'http://%PUBLIC_URL%/m' }),
    'fail MANIFEST_LINK_INVALID',
  ],
]);
