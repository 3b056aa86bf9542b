import type { Config } from '../../src/core/config';
import { expect, fits, settled, test } from './fixtures';
import { isLaidOut } from './layout';
import { DESK, TELEPHONE } from './looks';

test.setTimeout(1_200_000);

// Names, keys and types that are known to be hard: every page of every resource shows them.
test('every list, row and form is shown', async ({ page, server, log }) => {
  await page.setViewportSize(DESK);
  const config = (await (await fetch(`${server.address}/admin/admin/config.json`)).json()) as Config;
  expect(config.diagnostics).toEqual([]);
  for (const resource of config.resources) {
    const list = `/${encodeURIComponent(resource.name)}`;
    await go(list);
    await expect(page.getByRole('heading', { level: 1 }), list).toHaveText(resource.labelPlural);
    const first = page.locator('tr[data-row] a').first();
    if ((await first.count()) > 0 && resource.can.show) {
      await page.locator('tr[data-row] td').last().click();
      await settled(page);
      expect(page.url(), list).toContain('/show');
      await shown(`${list}, a row`);
      if (resource.can.edit) {
        await page.getByRole('link', { name: 'Edit', exact: true }).click();
        await settled(page);
        await shown(`${list}, its form`);
      }
    }
    if (resource.can.create) await go(`${list}/create`);
  }

  async function go(path: string) {
    await page.goto(`${server.address}/#${path}`);
    await settled(page);
    await shown(path);
  }

  async function shown(where: string) {
    expect(log.problems, where).toEqual([]);
    await expect(page.getByText('This did not work'), where).toHaveCount(0);
    for (const size of [TELEPHONE, DESK]) {
      await page.setViewportSize(size);
      await fits(page);
      await isLaidOut(page);
    }
  }
});
