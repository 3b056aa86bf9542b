import { rmSync, writeFileSync } from 'node:fs';
import { choose, expect, fits, isAccessible, said, settled, shot, test } from './fixtures';
import { start } from './server';
import { tuned } from './tuned';

/** Another app of the project, with a file of its own for the time of a test. */
const app = async (folder: string, text: string, run: (base: string) => Promise<void>): Promise<void> => {
  const file = `${folder}/admin/own.yaml`;
  try {
    writeFileSync(file, `api_root: /api\n${text}`);
    await run('/admin/own/#');
  } finally {
    rmSync(file, { force: true });
  }
};

const LOOKS = `
settings:
  menu_counts: true
  theme: {title: Shop, css: brand.css, favicon: brand.svg, logo: brand.svg}
  pages: {er_diagram: false, settings: false}
menu:
  - {group: Sales, icon: point_of_sale, items: [Customer, Order]}
  - Region
resources:
  Customer: {icon: people, attributes: [{name: CompanyName, icon: business}, {name: City, style: {color: "#b3261e", font-weight: 700}}, {name: Phone, align: center}, {name: Fax, length: 12, group: Numbers}]}
  Order: {icon: ShoppingCart, list: true, hide_actions: true}
  Region: {list: false}
`;

test('icons, counts, a style sheet and pictures of the project are on the page', async ({ page, server, log: _ }) => {
  writeFileSync(`${server.folder}/admin/brand.css`, 'h1 { text-decoration: underline } [data-resource=Customer] [data-attribute=Phone] { letter-spacing: 3px }');
  writeFileSync(`${server.folder}/admin/brand.svg`, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#0f766e"/></svg>');
  await app(server.folder, LOOKS, async (base) => {
    await page.goto(`${server.address}${base}/Customer`);
    await settled(page);
    const menu = page.getByRole('navigation', { name: 'Menu' });
    await expect(menu.getByRole('link', { name: /^Customers \d+$/ }).locator('svg')).toBeVisible();
    await expect(menu.getByRole('heading', { name: 'Sales' }).locator('svg')).toBeVisible();
    // It has no list.
    await expect(menu.getByRole('link', { name: /^Region/ })).toHaveCount(0);
    await expect(menu.getByRole('link', { name: 'Tables and relations' })).toHaveCount(0);
    await expect(page.getByRole('banner').getByRole('link', { name: 'Settings' })).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('text-decoration-line', 'underline');
    await expect(page.locator('td[data-attribute=Phone]').first()).toHaveCSS('letter-spacing', '3px');
    await expect(page.locator('td[data-attribute=Phone]').first()).toHaveCSS('text-align', 'center');
    await expect(page.locator('td[data-attribute=City] span').first()).toHaveCSS('color', 'rgb(179, 38, 30)');
    await expect(page.locator('td[data-attribute=CompanyName] svg').first()).toBeVisible();
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/ui/admin/brand.svg');
    expect(await page.getByRole('banner').locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await isAccessible(page);
    await shot(page, 'yaml-looks-1280-light');
    await page.goto(`${server.address}${base}/_er`);
    await expect(page.getByText('There is nothing at this address')).toBeVisible();
    await page.goto(`${server.address}${base}/Order/10643/show`);
    await settled(page);
    await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    await page.goto(`${server.address}${base}/Customer/ALFKI`);
    await settled(page);
    await expect(page.getByRole('heading', { name: 'Numbers' })).toBeVisible();
    expect((await page.getByLabel('Fax').boundingBox())?.width).toBeLessThan(200);
  });
});

test('pictures come from this server and from those that the file names', async ({ page, server, log }) => {
  const picture = 'https://pictures.example.org/1.svg';
  const names = ['Painted', 'Elsewhere'];
  const rows = await Promise.all([picture, 'https://elsewhere.example.org/2.svg'].map((Description, index) => server.api('POST', 'Category', { data: { type: 'Category', attributes: { CategoryName: names[index], Description } } })));
  await page.route(picture, (route) => route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>' }));
  const file = 'settings: {image_hosts: ["https://pictures.example.org", "https://a.example; script-src *"]}\nresources: {Category: {user_key: CategoryName, attributes: [{name: CategoryName}, {name: Description, type: Image}]}}\n';
  try {
    await app(server.folder, file, async (base) => {
      const answer = await page.goto(`${server.address}${base}/Category/${rows[0]?.data?.id}/show`);
      expect(answer?.headers()['content-security-policy']).toContain("img-src 'self' data: https://pictures.example.org; object-src");
      await settled(page);
      await expect(page.getByRole('img', { name: 'Description' })).toBeVisible();
      await page.goto(`${server.address}${base}/Category/${rows[1]?.data?.id}/show`);
      await settled(page);
      // It is gone to rather than asked for in vain.
      await expect(page.getByRole('link', { name: 'https://elsewhere.example.org/2.svg' })).toBeVisible();
      await expect(page.getByRole('img', { name: 'Description' })).toHaveCount(0);
    });
    expect(log.problems.splice(0)).toEqual([`a request left the origin: ${picture}`]);
  } finally {
    for (const row of rows) await server.api('DELETE', `Category/${row.data?.id}`);
  }
});

test('rows are entered in place one after the other, and a row that is referred to is a tab where it is asked for', async ({ page, open, server }) => {
  const order = (await server.api('POST', 'Order', { data: { type: 'Order', attributes: { CustomerId: 'ALFKI', EmployeeId: 5, ShipName: 'In place' } } })).data?.id;
  const change = (text: string) => text.replace(/( {6}- name: OrderDetailList\n)/, '$1        add: inline\n').replace(/( {6}- name: Customer\n {8}direction: toone\n)/, '$1        tab: true\n        label: Buyer\n');
  await tuned(server.folder, {}, async () => {
    await open(`/Order/${order}/show`);
    await page.getByRole('button', { name: 'Add Order Detail' }).click();
    const line = page.getByRole('group', { name: 'New Order Detail' });
    await expect(line.getByRole('combobox', { name: 'Product' })).toBeFocused();
    await expect(line.getByRole('combobox', { name: 'Order' })).toHaveCount(0);
    await isAccessible(page);
    await line.getByLabel('Quantity').fill('1');
    await line.getByLabel('Quantity').press('Enter');
    await expect(line.getByRole('alert')).toContainText('Product');
    await shot(page, 'add-in-place-1280-light');
    for (const [product, quantity] of [['Chai', '2'], ['Chang', '3']]) {
      await choose(line.getByRole('combobox', { name: 'Product' }), product ?? '');
      await line.getByLabel('Quantity').fill(quantity ?? '');
      await line.getByLabel('Quantity').press('Enter');
      await expect(page.getByRole('table').getByRole('link', { name: product, exact: true })).toBeVisible();
      // The next one is begun.
      await expect(line.getByLabel('Quantity')).toHaveValue('');
    }
    await line.getByRole('button', { name: 'Done' }).click();
    await expect(line).toHaveCount(0);
    await expect(page.getByRole('tab', { name: 'Order Details 2' })).toBeVisible();
    await page.getByRole('tab', { name: 'Buyer' }).click();
    await expect(page).toHaveURL(/show\/Customer$/);
    await expect(page.getByRole('tabpanel').getByRole('link', { name: 'Alfreds Futterkiste' })).toBeVisible();
    await expect(page.getByRole('tabpanel').getByText('Obere Str. 57')).toBeVisible();
    await isAccessible(page);
    await shot(page, 'parent-tab-1280-light');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('tab', { name: 'Order Details 2' }).click();
    await page.getByRole('button', { name: 'Add Order Detail' }).click();
    await fits(page);
    await shot(page, 'add-in-place-390-light');
  }, change);
});

test('a list follows what others change where it is to', async ({ page, open, server }) => {
  await tuned(server.folder, { Region: '    realtime: true\n' }, async () => {
    await open('/Region');
    const row = (await server.api('POST', 'Region', { data: { type: 'Region', attributes: { RegionDescription: 'Just founded' } } })).data;
    await expect(page.getByRole('link', { name: 'Just founded' })).toBeVisible();
    await server.api('DELETE', `Region/${row?.id}`);
    await expect(page.getByRole('link', { name: 'Just founded' })).toHaveCount(0);
  });
});

test('a value with a comma is one of several', async ({ page, open, server }) => {
  const row = (await server.api('POST', 'Region', { data: { type: 'Region', attributes: { RegionDescription: 'Berlin, Mitte' } } })).data;
  await open(`/Region?filter=${encodeURIComponent(JSON.stringify({ 'RegionDescription@in': 'Eastern, "Berlin, Mitte"' }))}`);
  await expect(page.getByRole('link', { name: 'Berlin, Mitte' })).toBeVisible();
  await expect(page.getByText('1–2 of 2')).toBeVisible();
  await server.api('DELETE', `Region/${row?.id}`);
});

for (const [name, settings] of [
  ['decimals are texts and every change must say what it was made from', { APP__SERVER__DECIMALS: 'strings', APP__SERVER__OPT_LOCKING: 'required' }],
  ['rows have no checksums', { APP__SERVER__OPT_LOCKING: 'ignored' }],
] as const) {
  test(`where ${name}, the app works all the same`, async ({ page, log }) => {
    const server = await start('nw-', false, settings);
    try {
      await page.goto(`${server.address}/#/Product`);
      await settled(page);
      await expect(page.locator('td[data-attribute=UnitPrice]').first()).toHaveText(/^[\d,]+\.\d\d$/);
      await page.goto(`${server.address}/#/Order/10643`);
      await settled(page);
      await expect(page.getByLabel('Freight')).toHaveValue('29.46');
      await page.getByLabel('Freight').fill('30.50');
      await page.getByRole('button', { name: 'Save and show' }).click();
      await said(page, /Saved/);
      await expect(page.locator('dd[data-attribute=Freight]')).toHaveText('30.50');
      // What is sent is a number with all its digits, whichever way it came.
      expect((await server.api('GET', 'Order/10643')).data?.attributes['Freight']).toBe('APP__SERVER__DECIMALS' in settings ? '30.50' : 30.5);
      await page.goto(`${server.address}/#/`);
      await settled(page);
      await page.goto(`${server.address}/#/Order?filter=${encodeURIComponent(JSON.stringify({ 'Freight@eq': '30.5' }))}`);
      await settled(page);
      await expect(page.locator('[data-row]')).not.toHaveCount(0);
      await page.goto(`${server.address}/#/Region`);
      await settled(page);
      await server.api('POST', 'Region', { data: { type: 'Region', attributes: { RegionDescription: 'Passing' } } });
      await page.reload();
      await settled(page);
      await page.getByRole('checkbox', { name: 'Select Passing' }).check();
      await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await said(page, /1 row deleted/);
      // Other servers are other origins to the page's log.
      log.problems.splice(0, Infinity, ...log.problems.filter((each) => !each.includes(server.address)));
    } finally {
      server.stop();
    }
  });
}
