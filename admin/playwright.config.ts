import { defineConfig } from '@playwright/test';
import { SERVERS } from './test/e2e/databases';
import type { Options } from './test/e2e/fixtures';

/** The designs of tests/databases. */
const DESIGNS = ['awkward_names', 'keys', 'types'];

/** What may differ from one database to another: filters, what is stored, and types that only some have. */
const ON_SERVERS = (['postgres', 'mysql'] as const).flatMap((server) =>
  process.env[SERVERS[server].variable] === undefined ? [] : [
    { name: server, testMatch: ['tasks.spec.ts', 'lists.spec.ts', 'filters.spec.ts', 'conflict.spec.ts', 'home.spec.ts'], grepInvert: /@app/, workers: 1, use: { database: `${server}:northwind` } },
    { name: `${server} types`, testMatch: ['designs.spec.ts', ...(server === 'postgres' ? ['postgres.spec.ts'] : [])], workers: 1, use: { database: `${server}:types` } },
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
  // What takes long comes first, so that two workers end at the same time. What is made at length (a program, a database) is made once, for one worker.
  projects: [
    { name: 'rules', testMatch: 'rules/**', workers: 1, use: { database: 'nw-', hasRules: true } },
    ...Array.from({ length: SCHEMAS }, (_, index) => ({ name: `seed ${SEED + index}`, testMatch: 'random.spec.ts', use: { database: `random:${SEED + index}` } })),
    { name: 'extremes', testMatch: 'extremes.spec.ts', workers: 1, use: { database: 'own:extremes' } },
    { name: 'large', testMatch: 'large.spec.ts', workers: 1, use: { database: 'large:998' } },
    ...DESIGNS.map((design) => ({ name: design, testMatch: 'designs.spec.ts', use: { database: `design:${design}` } })),
    ...ON_SERVERS,
    { name: 'northwind', testIgnore: ['designs.spec.ts', 'extremes.spec.ts', 'large.spec.ts', 'postgres.spec.ts', 'random.spec.ts', 'rules/**'], use: { database: 'nw-' } },
  ],
  use: {
    // Debian's browser: none is downloaded.
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] },
    locale: 'en-US',
    timezoneId: 'Europe/Zurich',
    // What never comes is not waited for until the end of a test.
    actionTimeout: 120_000,
    // To draw every step takes as long as the steps: `npx playwright test --trace retain-on-failure` does, a failure's page is kept without.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
