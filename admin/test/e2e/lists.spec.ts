import { readFileSync } from 'node:fs';
import { APP, choose, expect, fits, isAccessible, said, settled, test } from './fixtures';
import { tuned } from './tuned';

test('all rows that match are selected, exported and deleted at once', async ({ page, open, server }) => {
  const names = Array.from({ length: 30 }, (_, index) => `bulk ${String(index).padStart(2, '0')}`);
  for (const name of names) await server.api('POST', 'Region', { data: { type: 'Region', attributes: { RegionDescription: name } } });
  await open(`/Region?filter=${encodeURIComponent(JSON.stringify({ q: 'bulk' }))}`);
  await expect(page.getByText('1–25 of 30')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check();
  await expect(page.getByText('25 selected')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Select all 30 that match' }).click();
  await expect(page.getByText('30 selected')).toBeVisible();
  await expect(page.getByRole('button', { name: /that match/ })).toHaveCount(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export these' }).click();
  expect(readFileSync(await (await download).path(), 'utf8').trim().split('\r\n')).toHaveLength(31);
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, '30 rows deleted');
  await expect(page.getByText('No row matches')).toBeVisible();
});

test('what cannot be deleted leaves all others, too', async ({ page, open, server }) => {
  await server.api('POST', 'Region', { data: { type: 'Region', attributes: { RegionDescription: 'zzz alone' } } });
  await open('/Region');
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, /Territory/);
  await expect(page.getByRole('link', { name: 'zzz alone' })).toBeVisible();
});

test('endpoints of the project are called for the rows selected, and for those of a list, with what they need to know', APP, async ({ page, open, server }) => {
  const actions = [
    "    actions:\n      - {name: promote, label: Promote, scope: bulk, endpoint: /promote, confirm: Letters are sent.,",
    ' args: [{name: discount, type: Percent, required: true}, {name: until, type: Date}, {name: by, options: [mail, {value: p, label: Telephone}]}]}\n',
    '      - {name: recount, label: Recount, scope: list, endpoint: /recount}\n',
  ].join('');
  await tuned(server.folder, { Customer: actions }, async () => {
    const called: { path: string; body: unknown }[] = [];
    let status = 422;
    await page.route(/\/(promote|recount)/, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      called.push({ path: decodeURIComponent(pathname + search), body: route.request().postDataJSON() as unknown });
      await route.fulfill({ status, contentType: 'application/vnd.api+json', body: status === 200 ? '{}' : '{"errors":[{"status":"422","title":"Not on a Sunday"}]}' });
    });
    await open(`/Customer?filter=${encodeURIComponent(JSON.stringify({ 'Country@eq': 'Spain' }))}`);
    await page.getByRole('checkbox', { name: 'Select Bólido Comidas preparadas' }).check();
    await page.getByRole('checkbox', { name: /^Select Romero/ }).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Promote' }).click();
    const dialog = page.getByRole('dialog', { name: 'Promote' });
    await expect(dialog).toContainText('Letters are sent.');
    await isAccessible(page);
    await dialog.getByRole('button', { name: 'Promote' }).click();
    await expect(dialog.getByText('A value is needed')).toBeVisible();
    await dialog.getByLabel('Discount').fill('0.2');
    await dialog.getByLabel('Until').fill('2026-03-31');
    await choose(dialog.getByLabel('By'), 'Telephone');
    await dialog.getByRole('button', { name: 'Promote' }).click();
    // A refusal leaves what was entered.
    await expect(dialog.getByRole('alert')).toContainText('Not on a Sunday');
    await expect(dialog.getByLabel('Discount')).toHaveValue('0.2');
    status = 200;
    await dialog.getByRole('button', { name: 'Promote' }).click();
    await said(page, 'Promote: done');
    await expect(dialog).toBeHidden();
    expect(called.at(-1)).toEqual({ path: '/promote', body: { data: [{ type: 'Customer', id: 'BOLID' }, { type: 'Customer', id: 'ROMEY' }], meta: { args: { discount: 0.2, until: '2026-03-31', by: 'p' } } } });
    await page.getByRole('button', { name: 'Recount' }).click();
    await said(page, 'Recount: done');
    expect(called.at(-1)).toEqual({ path: '/recount?filter[Country][eq]=Spain', body: {} });
  });
});

test('sums stand below a list, of all rows of its filter', async ({ page, open, server, log }) => {
  const total = (text: string) => text.replace(/( {2}Order:\n(?:.*\n)*? {6}- name: Freight\n)/, '$1        total: true\n');
  await tuned(server.folder, {}, async () => {
    await open(`/Order?filter=${encodeURIComponent(JSON.stringify({ 'Country@eq': 'Germany' }))}`);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Freight' }).check();
    await page.keyboard.press('Escape');
    const last = page.getByRole('row').last();
    await expect(last).toContainText('Total');
    await expect(last).toContainText('6,434.20');
    await isAccessible(page);
    // The configuration, the rows before and after the column was chosen, the sums; not a row that the pointer may rest on.
    expect(log.requests.filter((each) => !each.includes('/Shipper/')).length, log.requests.join('\n')).toBeLessThanOrEqual(4);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByText('Freight, total')).toBeVisible();
    await fits(page);
  }, total);
});

test('a list begins with the view that the user wants it to begin with', APP, async ({ page, open, server }) => {
  const views = '    views:\n      - {name: Spanish, filter: {Country: Spain}, sort: -City, columns: [City, CompanyName]}\n';
  await tuned(server.folder, { Customer: views }, async () => {
    await open('/Customer');
    await expect(page.getByText('of 91')).toBeVisible();
    await page.getByRole('button', { name: 'Views' }).click();
    const dialog = page.getByRole('dialog', { name: 'Views' });
    await isAccessible(page);
    await dialog.getByRole('button', { name: 'Begin with Spanish' }).click();
    await expect(dialog.getByRole('button', { name: 'Begin with Spanish' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Escape');
    // Another session, as of tomorrow.
    await page.evaluate(() => sessionStorage.clear());
    await open('/');
    await page.reload();
    await open('/Customer');
    await expect(page.getByText('of 5')).toBeVisible();
    await expect(page.getByRole('row').nth(1)).toContainText('Sevilla');
    await expect(page.getByRole('columnheader').nth(1)).toHaveText(/City/);
    // An address that names a view leads to it; and to all rows there is always a way.
    await page.getByRole('button', { name: 'Views' }).click();
    await dialog.getByRole('button', { name: 'All rows', exact: true }).click();
    await expect(page.getByText('of 91')).toBeVisible();
    await open('/Shipper');
    await open('/Customer?view=Spanish');
    await expect(page.getByText('of 5')).toBeVisible();
  });
});

test('one goes from row to row in the filter and the order of the list, over its pages', async ({ page, open, log }) => {
  await open(`/Customer?filter=${encodeURIComponent(JSON.stringify({ 'Country@in': ['Spain', 'France'] }))}&sort=City&order=ASC&perPage=10&page=1`);
  const names = await page.getByRole('row').locator('td:nth-child(2)').allInnerTexts();
  await page.getByRole('link', { name: names[8] ?? '', exact: true }).click();
  await settled(page);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(names[8] ?? '');
  const way = page.getByRole('group', { name: 'Rows of the list' });
  await expect(way).toContainText('9 of 16');
  await isAccessible(page);
  const before = log.requests.length;
  await way.getByRole('button', { name: 'Next row' }).click();
  await expect(heading).toHaveText(names[9] ?? '');
  await settled(page);
  // The row, and those of its first tab.
  expect(log.requests.length - before).toBeLessThanOrEqual(2);
  await page.keyboard.press('j');
  await expect(way).toContainText('11 of 16');
  await page.keyboard.press('k');
  await expect(heading).toHaveText(names[9] ?? '');
  await way.getByRole('button', { name: 'Previous row' }).click();
  await expect(way).toContainText('9 of 16');
  // A row that was not come to from a list has no neighbours.
  await page.evaluate(() => sessionStorage.clear());
  await open('/Customer/ANATR/show');
  await expect(way).toHaveCount(0);
});

test('the page and the order of a tab are in the address', APP, async ({ page, open }) => {
  await open('/Product/1/show/OrderDetailList');
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: 'Quantity' }).click();
  await expect(page).toHaveURL(/OrderDetailList\?sort=Quantity&order=ASC$/);
  await panel.getByRole('button', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/\?page=2&sort=Quantity&order=ASC$/);
  await settled(page);
  const first = await panel.getByRole('row').nth(1).innerText();
  await page.reload();
  await settled(page);
  await expect(panel.getByRole('row').nth(1)).toHaveText(first.replaceAll('\t', ''));
  await expect(panel.getByText(/^11–20/)).toBeVisible();
});

test('a row of a tab is deleted where it stands', async ({ page, open, server }) => {
  await server.api('POST', 'Territory', { data: { type: 'Territory', attributes: { Id: 'zz1', TerritoryDescription: 'Nowhere', RegionId: 3 } } });
  await open('/Region/3/show/TerritoryList?sort=Id&order=DESC');
  await page.getByRole('button', { name: 'Delete: Nowhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, 'Deleted Nowhere');
  await expect(page.getByRole('tabpanel')).not.toContainText('Nowhere');
});

test('cards are sorted on a telephone', APP, async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open('/Customer');
  await choose(page.getByLabel('Sorted by'), 'City');
  await expect(page.getByRole('listitem').filter({ has: page.locator('dl') }).first()).toContainText('Drachenblut');
  await page.getByRole('button', { name: 'sorted ascending' }).click();
  await expect(page).toHaveURL(/order=DESC/);
  await fits(page);
  await isAccessible(page);
});
