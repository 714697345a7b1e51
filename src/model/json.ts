/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Raw facts beside a verdict, shown in reports. Undefined entries are left out. */
export type Evidence = Record<string, Json | undefined>;
