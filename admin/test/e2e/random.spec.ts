import type { Config, Resource } from '../../src/core/config';
import { idPart } from '../../src/core/rowAddress';
import { expect, settled, test } from './fixtures';
import { layoutFaults, strayNumbers } from './layout';
import { MOMENT, violations } from './looking';
import { DESK, TELEPHONE } from './looks';

test.setTimeout(900_000);

const LOOKS = [{ size: DESK, colorScheme: 'light' }, { size: TELEPHONE, colorScheme: 'dark' }] as const;

/** Rows on a page of a list. */
const PAGE = 25;

const MANY = Number(process.env['FORMWORK_FAULTS'] ?? 20);

// A schema that nobody has seen (`random/schema.ts`): `FORMWORK_SEED=7 FORMWORK_SCHEMAS=1 npx playwright test --project 'seed 7'` makes it again.
test('every page of every resource is shown, asks for little, and looks right', async ({ page, server, log }) => {
  page.on('response', (response) => {
    if (response.status() >= 400) log.problems.push(`${response.status()} for ${decodeURIComponent(response.url())}`);
  });
  const config = (await (await fetch(`${server.address}/admin/admin/config.json`)).json()) as Config;
  // What is not said in the file is said by the tables, and the tool has just written the file.
  expect(config.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  // The way in: the app itself is loaded once.
  await page.goto(server.address);
  await settled(page);
  let visited = 0;
  /** What is wrong, and where. */
  const faults = new Map<string, string[]>();

  for (const [path, requests] of [['/', 3], ['/_er', 1], ['/_rules', 1], ['/_audit', 1], ['/_settings', 0], ['/_settings/app', 0], ['/_profile', 0]] as const) await look(path, requests);
  for (const resource of config.resources) await lookAt(resource);
  conclude();

  async function lookAt(resource: Resource) {
    const list = `/${encodeURIComponent(resource.name)}`;
    const rows = (await server.api('GET', `${encodeURIComponent(resource.type)}?page[limit]=100`)).data as unknown as { id: string }[];
    await look(list, 1);
    const shown = await page.locator('main [data-row]').count();
    if (shown !== Math.min(rows.length, PAGE)) say(list, [`${shown} of ${rows.length} rows`]);
    if (resource.can.create) await look(`${list}/create`, 0);
    // The first and the last: they differ the most.
    for (const id of new Set([rows[0]?.id, rows.at(-1)?.id])) {
      if (id === undefined) continue;
      const row = `${list}/${idPart(id)}`;
      // The row, and those of the tab that is open; of the others their counts, where the file asks for them.
      if (resource.can.show) await look(`${row}/show`, 2);
      for (const tab of resource.can.show && id === rows[0]?.id ? resource.tabs.slice(1) : []) await look(`${row}/show/${encodeURIComponent(tab.name)}`, 2);
      if (resource.can.edit) await look(row, 1);
    }
  }

  async function look(path: string, requests: number) {
    visited += 1;
    log.requests.length = 0;
    for (const [index, { size, colorScheme }] of LOOKS.entries()) {
      const where = `${path} at ${size.width}`;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      if (index === 0) await page.goto(`${server.address}/#${path}`);
      await settled(page, MOMENT);
      if ((await page.getByText('This did not work').count()) > 0) say(where, ['the page failed']);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) say(where, [`wider than the window by ${over}`]);
      say(where, await layoutFaults(page));
      const resource = config.resources.find(({ name }) => path === `/${encodeURIComponent(name)}`);
      if (index === 0 && resource !== undefined) say(where, await strayNumbers(page, resource));
      // Each page in one of the two, so that it takes half the time.
      if (visited % LOOKS.length === index) say(where, await violations(page));
    }
    say(path, log.problems.splice(0));
    if (log.requests.length > requests) say(path, [`${log.requests.length} requests: ${log.requests.join(', ')}`]);
    // More of them say no more.
    if (faults.size > MANY) conclude();
  }

  function say(where: string, found: string[]) {
    for (const each of found) faults.set(each, [...(faults.get(each) ?? []), where]);
  }

  function conclude() {
    expect(Object.fromEntries(faults), `${visited} pages`).toEqual({});
  }
});
