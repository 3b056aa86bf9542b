import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, fits, isAccessible, settled, test } from './fixtures';
import { isLaidOut } from './layout';
import { MOMENT } from './looking';
import { DESK, TELEPHONE } from './looks';

// The files that the server's tests read, which have every key of the forerunner: here they are looked at.
const FILES = join(import.meta.dirname, '../../../tests/suite/admin/files');

const SEEN = ['', 'Customer', 'Customer/ALFKI/show', 'Customer/ALFKI', 'Customer/create', 'Order', 'Order/10643/show', 'Order/10643', 'Order/create', '_settings/app', '_er'];

for (const name of ['generated', 'tuned', 'forms']) {
  test(`every page of the file ${name}.yaml`, async ({ page, server, log }) => {
    test.setTimeout(900_000);
    const file = `${server.folder}/admin/als_${name}.yaml`;
    try {
      writeFileSync(file, readFileSync(join(FILES, `${name}.yaml`), 'utf8'));
      for (const [visited, path] of SEEN.entries()) {
        await page.goto(`${server.address}/admin/als_${name}/#/${path}`);
        await settled(page);
        await expect(page.getByText('This did not work'), path).toHaveCount(0);
        for (const [index, size] of [DESK, TELEPHONE].entries()) {
          await page.setViewportSize(size);
          await settled(page, MOMENT);
          await fits(page);
          await isLaidOut(page);
          // Each page in one of the two: `pages.spec.ts` has the same pages in both.
          if (visited % 2 === index) await isAccessible(page);
        }
        // There is no such picture.
        log.problems.splice(0, Infinity, ...log.problems.filter((each) => !each.includes('.svg')));
        expect(log.problems, path).toEqual([]);
      }
    } finally {
      rmSync(file, { force: true });
    }
  });
}

test('what a tuned file says is what one sees', async ({ page, server, log: _ }) => {
  const file = `${server.folder}/admin/als_seen.yaml`;
  const go = async (path: string) => {
    // A form that somebody has begun is left by nothing that the app could ask about.
    await page.goto('about:blank');
    await page.goto(`${server.address}/admin/als_seen/#/${path}`);
    await settled(page);
  };
  try {
    writeFileSync(file, readFileSync(join(FILES, 'tuned.yaml'), 'utf8').replace(/, logo: \/logo.svg/, ''));
    await go('');
    await expect(page.locator('strong', { hasText: 'Welcome' })).toBeVisible();
    const menu = page.getByRole('navigation', { name: 'Menu' });
    await expect(menu.getByRole('heading', { name: 'Sales' })).toBeVisible();
    await expect(menu.getByRole('link', { name: 'Clients' })).toBeVisible();
    // `audit: false` takes the page away, `delete: false` the button, `max_list_columns` columns.
    await expect(menu.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
    await go('Customer');
    await expect(page.getByRole('columnheader')).toHaveText(['Company Name', /Balance/]);
    await expect(page.getByRole('button', { name: 'Country', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Country', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Filter' }).getByLabel('Attribute')).toHaveText('Country');
    await page.keyboard.press('Escape');
    await go('Customer/ALFKI/show');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alfreds Futterkiste (ALFKI)');
    await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
    await expect(page.getByRole('definition').filter({ hasText: 'Deutschland' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Money' })).toBeVisible();
    await expect(page.getByText('there', { exact: true })).toHaveCount(0);
    // The tab has its own filter, columns and way to add.
    await expect(page.getByRole('tab', { name: /^Orders \d+/ })).toBeVisible();
    await expect(page.getByRole('columnheader')).toHaveText(['Ship Name', 'Freight', 'More']);
    await expect(page.getByRole('link', { name: 'Add Order' })).toBeVisible();
    await go('Customer/create');
    await expect(page.getByLabel('Credit Limit')).toHaveValue('1000.00');
    await expect(page.getByPlaceholder('Alfreds')).toBeVisible();
    await expect(page.getByText('As on the letterhead')).toBeVisible();
    await page.getByLabel('Company Name').fill('x');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Company Name');
    await go('Order/create');
    // A lookup with its own filter, columns, and no way to create.
    await expect(page.getByLabel('Shipped Date')).toHaveCount(0);
    await expect(page.getByLabel('Order Date')).toBeVisible();
    await expect(page.getByRole('button', { name: /Create a new one/ })).toHaveCount(0);
    await page.getByRole('combobox', { name: 'Customer' }).click();
    await expect(page.getByRole('option')).toHaveCount(5);
    await expect(page.getByRole('option', { name: /Godos Cocina Típica.*Godos Cocina Típica · Sevilla/ })).toBeVisible();
  } finally {
    rmSync(file, { force: true });
  }
});

test('a text of Markdown or HTML is drawn, and nothing in it is run', async ({ page, server, log: _ }) => {
  const file = `${server.folder}/admin/texts.yaml`;
  const row = (await server.api('POST', 'Category', { data: { type: 'Category', attributes: { CategoryName: 'Texts', Description: '**bold** <img src=x onerror="window.ran=1"> [out](javascript:window.ran=1) [home](#/)' } } })).data;
  try {
    for (const [type, bold] of [['Markdown', 'bold'], ['Html', undefined]] as const) {
      writeFileSync(file, `api_root: /api\nresources:\n  Category:\n    info_show: '<b>Mind</b><script>window.ran = 1</script> <a href="javascript:1">this</a>'\n    attributes:\n    - {name: Id}\n    - {name: Description, type: ${type}}\n`);
      await page.goto(`${server.address}/admin/texts/#/Category/${row?.id}/show`);
      await page.reload();
      await settled(page);
      if (bold !== undefined) await expect(page.locator('dd strong', { hasText: bold })).toBeVisible();
      await expect(page.locator('main img, main script, main a[href^="javascript"]')).toHaveCount(0);
      await expect(page.locator('main b', { hasText: 'Mind' })).toBeVisible();
      expect(await page.evaluate(() => 'ran' in window)).toBe(false);
      await isAccessible(page);
    }
  } finally {
    rmSync(file, { force: true });
    await server.api('DELETE', `Category/${row?.id}`);
  }
});
