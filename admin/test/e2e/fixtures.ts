/** A server of its own for each worker, and a page that notes what nobody should see. */

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { test as base, expect, type Page } from '@playwright/test';
import { EVENTS, follow, listen, settled } from './looking';
import { type Server, start } from './server';

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
  /**
   * What `--db-url` takes, or one that is made: `design:` and a folder of tests/databases, `own:` and one of admin/test/designs, `random:` and
   * a seed, `large:` and how many tables; `postgres:` or `mysql:` and a folder of tests/databases is that on the server.
   */
  database: string;
  /** Whether the project has the rules of its sample and an audit log, and is compiled. */
  hasRules: boolean;
}

/** A test of what no database has a part in: it is made on one of them only. */
export const APP = { tag: '@app' };

export const test = base.extend<Fixtures, { server: Server } & Options>({
  database: ['nw-', { scope: 'worker', option: true }],
  hasRules: [false, { scope: 'worker', option: true }],

  server: [
    async ({ database, hasRules }, use) => {
      const server = await start(database, hasRules);
      await use(server);
      server.stop();
    },
    // A first one is compiled.
    { scope: 'worker', timeout: 1_800_000 },
  ],

  log: async ({ page, server }, use) => {
    follow(page);
    await listen(page);
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
    // What is still on its way is nothing that the test is about.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
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

export { choose, fits, isAccessible, said, settled, shot } from './looking';
export { looksRight } from './looks';
export { expect };
