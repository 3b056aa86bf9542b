/** A server of its own for each worker, and a page that notes what nobody should see. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page, type Request } from '@playwright/test';

const REPOSITORY = join(import.meta.dirname, '../../..');

const TOOL = process.env['FORMWORK'] ?? join(REPOSITORY, 'target/debug/formwork');

export interface Server {
  address: string;
  /** The project's folder. */
  folder: string;
  /** Asks the API, beside the app. */
  api: (method: string, path: string, body?: unknown) => Promise<{ data?: { id: string; attributes: Record<string, unknown> } }>;
}

/** What a page asked for, and what it complained of. */
export interface Log {
  requests: string[];
  problems: string[];
}

interface Fixtures {
  log: Log;
  open: (path: string) => Promise<void>;
}

export interface Options {
  /** What `--db-url` takes, or `design:` and a folder of tests/databases, or `own:` and one of admin/test/designs; `postgres:northwind` is Northwind on the server for PostgreSQL. */
  database: string;
  /** Whether the project has the rules of its sample and an audit log, and is compiled. */
  hasRules: boolean;
}

/** The address of a database: that of a design is made, as a file or on the server for PostgreSQL. */
const addressOfDatabase = (database: string, home: string): string => {
  const [, kind, design] = /^(design|own|postgres):(\w+)$/.exec(database) ?? [];
  if (design === undefined) return database;
  const folder = join(REPOSITORY, kind === 'own' ? 'admin/test/designs' : 'tests/databases', design);
  if (kind === 'postgres') return postgres(folder, basename(home));
  const file = join(home, 'design.sqlite');
  execFileSync('sqlite3', [file, `.read ${join(folder, 'sqlite.sql')}`]);
  return `sqlite:${file}`;
};

/** A database of Northwind's tables and rows, dropped when the worker ends. */
const postgres = (folder: string, home: string): string => {
  const maintenance = process.env['FORMWORK_POSTGRES_URL'] ?? '';
  const name = home.toLowerCase().replaceAll(/\W/g, '_');
  const address = `${maintenance.slice(0, maintenance.lastIndexOf('/'))}/${name}`;
  const psql = (url: string, ...options: string[]) => execFileSync('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', url, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  psql(maintenance, '-c', `CREATE DATABASE ${name}`);
  psql(address, '-f', join(folder, 'postgres.sql'), '-f', join(REPOSITORY, 'examples/northwind/data.sql'), '-c', NEXT_NUMBERS);
  process.on('exit', () => psql(maintenance, '-c', `DROP DATABASE ${name} WITH (FORCE)`));
  return address;
};

/** Has new rows numbered after those that were loaded with their numbers. */
const NEXT_NUMBERS = `DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name t, column_name n FROM information_schema.columns WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%') LOOP
    EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I', quote_ident(c.t), c.n, c.n, c.t);
  END LOOP; END $$`;

/** Compiles a project with the rules of its sample; all such projects of tests are built in one place, so that little is built anew. */
const compile = (folder: string): string => {
  execFileSync(TOOL, ['add-cust', folder, '--quiet']);
  execFileSync(TOOL, ['add-audit', folder, '--quiet']);
  const target = join(REPOSITORY, 'target/tmp/projects');
  execFileSync('cargo', ['build', '--quiet', '--offline'], { cwd: folder, env: { ...process.env, CARGO_TARGET_DIR: target } });
  const program = join(folder, 'server');
  copyFileSync(join(target, 'debug', basename(folder)), program);
  return program;
};

/** Creates a project and serves it. */
const start = async (database: string, hasRules: boolean): Promise<Server & { stop: () => void }> => {
  const home = mkdtempSync(join(tmpdir(), 'formwork-admin-'));
  const folder = join(home, hasRules ? 'shop_with_rules' : 'shop');
  const runtime = hasRules ? [`--runtime=path=${REPOSITORY}`] : [];
  execFileSync(TOOL, ['create', '--project-name', folder, '--db-url', addressOfDatabase(database, home), '--quiet', ...runtime]);
  const server = hasRules
    ? spawn(compile(folder), ['--port', '0'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    : spawn(TOOL, ['run', folder, '--no-build', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await addressOf(server);
  const api: Server['api'] = async (method, path, body) => {
    const response = await fetch(`${address}/api/${path}`, { method, headers: { 'Content-Type': 'application/vnd.api+json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  return {
    address,
    folder,
    api,
    stop: () => {
      server.kill('SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
  };
};

const addressOf = (process: ChildProcess): Promise<string> =>
  new Promise((found, failed) => {
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const match = /(http:\/\/[^\s/]+:\d+)\//.exec(said);
      if (match?.[1] !== undefined) found(match[1]);
    });
    process.on('exit', () => failed(new Error(`the server ended: ${said}`)));
  });

export const test = base.extend<Fixtures, { server: Server } & Options>({
  database: ['nw-', { scope: 'worker', option: true }],
  hasRules: [false, { scope: 'worker', option: true }],

  server: [
    async ({ database, hasRules }, use) => {
      const server = await start(database, hasRules);
      await use(server);
      server.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  log: async ({ page, server }, use) => {
    follow(page);
    if (process.env['FORMWORK_APP'] !== undefined) await useFiles(page, process.env['FORMWORK_APP'], server.address);
    const log: Log = { requests: [], problems: [] };
    page.on('request', (request) => {
      const url = request.url();
      if (url.startsWith('blob:')) return;
      if (!url.startsWith(server.address)) log.problems.push(`a request left the origin: ${url}`);
      const path = decodeURIComponent(url.slice(server.address.length));
      if (/^\/(api|admin)\//.test(path) && !EVENTS.test(path)) log.requests.push(`${request.method()} ${path}`);
    });
    // A refusal that a test asks for is told by the browser as well.
    page.on('console', (message) => {
      const isOfNetwork = message.text().startsWith('Failed to load resource');
      if ((message.type() === 'error' || message.type() === 'warning') && !isOfNetwork) log.problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => log.problems.push(`uncaught: ${error.message}`));
    await use(log);
    expect(log.problems).toEqual([]);
  },

  open: async ({ page, server, log: _ }, use) => {
    await use(async (path) => {
      await page.goto(`${server.address}/#${path}`);
      await settled(page);
    });
  },
});

/** Has the browser take the app from a folder, as it was built last, rather than the one that the server was compiled with. */
const useFiles = async (page: Page, folder: string, address: string): Promise<void> => {
  const isPage = (url: URL) => url.href.startsWith(address) && /^\/(admin\/[\w-]+\/)?$/.test(url.pathname);
  await page.route(isPage, async (route) => {
    const response = await route.fetch();
    const nonce = /'nonce-(\w+)'/.exec(response.headers()['content-security-policy'] ?? '')?.[1] ?? '';
    await route.fulfill({ response, body: readFileSync(join(folder, 'index.html'), 'utf8').replaceAll('__NONCE__', nonce) });
  });
  await page.route(`${address}/assets/*`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    await route.fulfill({ contentType, body: brotliDecompressSync(readFileSync(join(folder, 'assets', `${name}.br`))) });
  });
};

/** The stream by which a page is told of changes: it has no end. */
const EVENTS = /\/admin\/[\w-]+\/events$/;

const unanswered = new WeakMap<Page, Set<Request>>();

/** Keeps what a page waits for. */
const follow = (page: Page): void => {
  const waiting = new Set<Request>();
  unanswered.set(page, waiting);
  page.on('request', (request) => {
    if (!EVENTS.test(request.url())) waiting.add(request);
  });
  page.on('requestfinished', (request) => waiting.delete(request));
  page.on('requestfailed', (request) => waiting.delete(request));
};

/** How long nothing is asked when a page has all. */
const QUIET = 250;

/** Waits until the page has what it asked for. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('main h1, [role=alert]').first().waitFor();
  const waiting = unanswered.get(page);
  for (let quiet = 0; quiet < QUIET; quiet = waiting === undefined || waiting.size === 0 ? quiet + 50 : 0) await page.waitForTimeout(50);
};

/** No violation of WCAG 2.2 AA that a machine can find. */
export const isAccessible = async (page: Page): Promise<void> => {
  // What fades in has its colours only at the end.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join(' | ')}`);
  expect(found).toEqual([]);
};

/** Nothing but what scrolls by itself is wider than the window. */
export const fits = async (page: Page): Promise<void> => {
  // A page that was just made narrower takes a moment to be laid out anew.
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(over).toBe(0);
};

export { expect };
