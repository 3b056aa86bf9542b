import { defineConfig } from '@playwright/test';
import { SERVERS } from './test/e2e/databases';
import type { Options } from './test/e2e/fixtures';

/** The designs of tests/databases. */
const DESIGNS = ['awkward_names', 'keys', 'types'];

/** What may differ from one database to another: filters, what is stored, and types that only some have. */
const ON_SERVERS = (['postgres', 'mysql'] as const).flatMap((server) =>
  process.env[SERVERS[server].variable] === undefined ? [] : [
    { name: server, testMatch: ['tasks.spec.ts', 'lists.spec.ts', 'filters.spec.ts', 'conflict.spec.ts', 'home.spec.ts'], use: { database: `${server}:northwind` } },
    { name: `${server} types`, testMatch: ['designs.spec.ts', ...(server === 'postgres' ? ['postgres.spec.ts'] : [])], use: { database: `${server}:types` } },
  ],
);

/** Schemas at random: how many there are, and the first one's number, which with a count of 1 is that of a failure. */
const SCHEMAS = Number(process.env['FORMWORK_SCHEMAS'] ?? 4);
const SEED = Number(process.env['FORMWORK_SEED'] ?? 1);

export default defineConfig<object, Options>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // A machine that does other things as well may stand still for half a minute: what holds is waited for, and nothing is tried twice.
  timeout: 300_000,
  expect: { timeout: Number(process.env['FORMWORK_PATIENCE'] ?? 60_000) },
  fullyParallel: false,
  workers: 2,
  reporter: 'line',
  projects: [
    { name: 'northwind', testIgnore: ['designs.spec.ts', 'extremes.spec.ts', 'large.spec.ts', 'postgres.spec.ts', 'random.spec.ts', 'rules/**'], use: { database: 'nw-' } },
    { name: 'rules', testMatch: 'rules/**', use: { database: 'nw-', hasRules: true } },
    ...ON_SERVERS,
    { name: 'large', testMatch: 'large.spec.ts', use: { database: 'large:998' } },
    { name: 'extremes', testMatch: 'extremes.spec.ts', use: { database: 'own:extremes' } },
    ...Array.from({ length: SCHEMAS }, (_, index) => ({ name: `seed ${SEED + index}`, testMatch: 'random.spec.ts', use: { database: `random:${SEED + index}` } })),
    ...DESIGNS.map((design) => ({ name: design, testMatch: 'designs.spec.ts', use: { database: `design:${design}` } })),
  ],
  use: {
    // Debian's browser: none is downloaded.
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] },
    locale: 'en-US',
    timezoneId: 'Europe/Zurich',
    trace: 'retain-on-failure',
  },
});
