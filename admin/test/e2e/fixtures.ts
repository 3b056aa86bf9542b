/** A server of its own for each worker, and a page that notes what nobody should see. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

const TOOL = process.env['FORMWORK'] ?? join(import.meta.dirname, '../../../target/debug/formwork');

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
  /** What `--db-url` takes, or `design:` and a folder of tests/databases. */
  database: string;
}

/** The address of a database: that of a design is made. */
const addressOfDatabase = (database: string, home: string): string => {
  const design = /^design:(.*)/.exec(database)?.[1];
  if (design === undefined) return database;
  const file = join(home, 'design.sqlite');
  execFileSync('sqlite3', [file, `.read ${join(import.meta.dirname, '../../../tests/databases', design, 'sqlite.sql')}`]);
  return `sqlite:${file}`;
};

/** Creates a project and serves it. */
const start = async (database: string): Promise<Server & { stop: () => void }> => {
  const home = mkdtempSync(join(tmpdir(), 'formwork-admin-'));
  const folder = join(home, 'shop');
  execFileSync(TOOL, ['create', '--project-name', folder, '--db-url', addressOfDatabase(database, home), '--quiet']);
  const process = spawn(TOOL, ['run', folder, '--no-build', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await addressOf(process);
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
      process.kill('SIGINT');
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

  server: [
    async ({ database }, use) => {
      const server = await start(database);
      await use(server);
      server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  log: async ({ page, server }, use) => {
    const log: Log = { requests: [], problems: [] };
    page.on('request', (request) => {
      const url = request.url();
      if (url.startsWith('blob:')) return;
      if (!url.startsWith(server.address)) log.problems.push(`a request left the origin: ${url}`);
      const path = decodeURIComponent(url.slice(server.address.length));
      if (/^\/(api|admin)\//.test(path)) log.requests.push(`${request.method()} ${path}`);
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

/** Waits until the page has what it asked for. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('main h1, [role=alert]').first().waitFor();
  await page.waitForLoadState('networkidle');
};

/** No violation of WCAG 2.2 AA that a machine can find. */
export const isAccessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join(' | ')}`);
  expect(found).toEqual([]);
};

/** Nothing but what scrolls by itself is wider than the window. */
export const fits = async (page: Page): Promise<void> => {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBe(0);
};

export { expect };
