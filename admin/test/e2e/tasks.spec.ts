import { readFileSync } from 'node:fs';
import { APP, choose, expect, isAccessible, said, settled, test } from './fixtures';

test('a customer is found, sorted and paged, and the address says it', async ({ page, open }) => {
  await open('/Customer');
  await expect(page.getByRole('row')).toHaveCount(26);
  await expect(page.getByText('1–25 of 91')).toBeVisible();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page.getByText('26–50 of 91')).toBeVisible();
  expect(page.url()).toContain('page=2');
  await page.getByRole('button', { name: 'City' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('Aachen');
  await page.reload();
  await settled(page);
  await expect(page.getByRole('row').nth(1)).toContainText('Aachen');
});

test('a click on a line shows the row, the name of another row leads there', async ({ page, open }) => {
  await open('/Order/10643/show');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alfreds Futterkiste');
  await page.getByRole('definition').getByRole('link', { name: 'Alfreds Futterkiste' }).click();
  await expect(page).toHaveURL(/#\/Customer\/ALFKI\/show/);
  await expect(page.getByRole('tab', { name: /Orders 6/ })).toBeVisible();
  await page.getByRole('row').nth(2).getByRole('cell').nth(3).click();
  await expect(page).toHaveURL(/#\/Order\/\d+\/show/);
});

test('a row that rests under the pointer is shown beside its link', APP, async ({ page, open }) => {
  await open('/Order/10643/show');
  await page.getByRole('definition').getByRole('link', { name: 'Alfreds Futterkiste' }).hover();
  await expect(page.getByRole('tooltip').getByText('Maria Anders')).toBeVisible();
});

test('the row that is referred to is opened below its name, without a pointer', APP, async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open('/Order/10643/show');
  await page.getByRole('button', { name: 'What Customer is' }).click();
  await expect(page.getByText('Maria Anders')).toBeVisible();
  await isAccessible(page);
});

test('an order is entered with its customer looked up, and a line added below it', async ({ page, open, server }) => {
  await open('/Order/create');
  await page.getByLabel('Ship Name').fill('Corner Shop');
  await page.getByRole('combobox', { name: 'Customer' }).click();
  await page.getByRole('option', { name: 'Alfreds Futterkiste' }).click();
  await page.getByRole('combobox', { name: 'Employee' }).click();
  await page.getByRole('option', { name: 'Buchanan' }).click();
  await page.getByLabel('Order Date').fill('2026-02-28');
  await page.getByLabel('Freight').fill('12.50');
  await page.getByRole('button', { name: 'Save and show' }).click();
  await said(page, 'Created Corner Shop');
  await expect(page).toHaveURL(/#\/Order\/\d+\/show/);
  await expect(page.getByRole('definition').filter({ hasText: 'Feb 28, 2026' })).toBeVisible();
  const id = /Order\/(\d+)/.exec(page.url())?.[1];
  const stored = (await server.api('GET', `Order/${id}`)).data;
  expect(stored?.attributes).toMatchObject({ CustomerId: 'ALFKI', EmployeeId: 5, OrderDate: '2026-02-28', Freight: 12.5 });

  await page.getByRole('button', { name: 'Add Order Detail' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: 'Order' })).toHaveValue('Corner Shop');
  await isAccessible(page);
  await dialog.getByRole('combobox', { name: 'Product' }).click();
  await page.getByRole('option', { name: 'Chai', exact: true }).click();
  await dialog.getByLabel('Unit Price').fill('18');
  await dialog.getByLabel('Quantity').fill('2');
  await dialog.getByLabel('Discount').fill('0');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('tab', { name: /Order Details 1/ })).toBeVisible();
  await expect(page.getByRole('table').getByRole('link', { name: 'Chai', exact: true })).toBeVisible();
});

test('a row that is known by two attributes is chosen by one search', async ({ page, open, server }) => {
  const reference = async () => (await server.api('GET', 'Order/10643')).data?.attributes;
  await open('/Order/10643');
  const location = page.getByRole('combobox', { name: 'Location (Country, City)' });
  const { Country, City } = (await reference()) ?? {};
  await expect(location).toHaveValue(`${String(Country)} · ${String(City)}`);
  await expect(page.getByLabel('Ship City')).toBeVisible();
  await expect(page.getByLabel('City', { exact: true })).toHaveCount(0);
  await location.fill('aust graz');
  await page.getByRole('option', { name: 'Austria · Graz' }).click();
  await isAccessible(page);
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.getByRole('button', { name: 'Save and show' }).click();
  expect((await sent).postDataJSON()).toMatchObject({ data: { attributes: { Country: 'Austria', City: 'Graz' } } });
  // Each part of the reference leads to the row.
  await page.getByRole('definition').getByRole('link', { name: 'Graz', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Austria');
  await expect(page).toHaveURL(/#\/Location\//);

  await page.getByRole('button', { name: 'Add Order' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: 'Location (Country, City)' })).toHaveValue('Austria · Graz');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await open('/Order/10643');
  await location.hover();
  await location.locator('..').getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Save and show' }).click();
  await expect(page).toHaveURL(/10643\/show/);
  expect(await reference()).toMatchObject({ Country: null, City: null });
  await server.api('PATCH', 'Order/10643', { data: { type: 'Order', id: '10643', attributes: { Country, City } } });
});

test('what is missing is said at its input and at the top', APP, async ({ page, open }) => {
  await open('/Customer/create');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Company Name: A value is needed');
  await isAccessible(page);
});

test('a wrong value is said at its input, and nothing entered is lost', APP, async ({ page, open }) => {
  await open('/Order/10643');
  await page.getByLabel('Freight').fill('a lot');
  await page.getByLabel('Ship City').fill('Hamburg');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Freight: This is no number');
  await page.getByRole('alert').getByRole('button', { name: 'Freight' }).click();
  await expect(page.getByLabel('Freight')).toBeFocused();
  await expect(page.getByLabel('Ship City')).toHaveValue('Hamburg');
});

test('what the server refuses is said at the input as well', async ({ page, open }) => {
  await open('/Customer/create');
  await page.getByLabel('Company Name').fill('Another');
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('ALFKI');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('has the same');
  await expect(page.getByLabel('Company Name')).toHaveValue('Another');
});

test('only what was changed is sent', async ({ page, open, server }) => {
  await open('/Customer/ANATR');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.getByLabel('Fax').fill('555-1');
  await page.keyboard.press('Control+s');
  expect((await sent).postDataJSON()).toMatchObject({ data: { attributes: { Fax: '555-1' } } });
  expect(Object.keys(((await sent).postDataJSON() as { data: { attributes: object } }).data.attributes).filter((name) => name !== 'S_CheckSum')).toEqual(['Fax']);
  await said(page, 'Saved');
  await expect(page).toHaveURL(/ANATR\/show/);
  await server.api('PATCH', 'Customer/ANATR', { data: { type: 'Customer', id: 'ANATR', attributes: { Fax: '(5) 555-3745' } } });
});

test('a page with something entered asks before it is left', APP, async ({ page, open }) => {
  await open('/Customer/ALFKI');
  await page.getByLabel('City').fill('Bonn');
  await page.getByRole('link', { name: 'Products' }).click();
  await expect(page.getByRole('dialog')).toContainText('Leave without saving?');
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByLabel('City')).toHaveValue('Bonn');
  await page.getByRole('link', { name: 'Products' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Products');
});

test('save and add another keeps what the form began with', APP, async ({ page, open }) => {
  await open(`/Territory/create?source=${encodeURIComponent('{"RegionId":1}')}`);
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('99901');
  await page.getByLabel('Territory Description').fill('Here');
  await page.getByRole('button', { name: 'Save and add another' }).click();
  await said(page, 'Created Here');
  await expect(page.getByLabel('Territory Description')).toHaveValue('');
  await expect(page.getByRole('combobox', { name: 'Region' })).toHaveValue('Eastern');
});

test('a parent is created while it is looked up', async ({ page, open }) => {
  await open('/Product/create');
  await page.getByRole('button', { name: 'Create a new one: Category' }).click();
  const dialog = page.getByRole('dialog');
  // A name is entered in one line, however long its column may be.
  await expect(dialog.getByRole('textbox').first()).toHaveJSProperty('tagName', 'INPUT');
  await dialog.getByLabel('Category Name').fill('Tea');
  await dialog.getByLabel('Description').fill('Green and black');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'Category' })).toHaveValue('Tea');
});

test('a row is deleted after a question, several at once as well', async ({ page, open, server }) => {
  for (const name of ['one', 'two', 'three']) await server.api('POST', 'Region', { data: { type: 'Region', attributes: { RegionDescription: `zz ${name}` } } });
  await open('/Region?sort=RegionDescription&order=DESC');
  await page.getByRole('link', { name: 'zz two' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, 'Deleted zz two');
  await open('/Region?sort=RegionDescription&order=DESC');
  await page.getByRole('checkbox', { name: 'Select zz one' }).check();
  await page.getByRole('checkbox', { name: 'Select zz three' }).check();
  await isAccessible(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, '2 rows deleted');
  await expect(page.getByRole('link', { name: /^zz (one|two|three)$/ })).toHaveCount(0);
});

test('what others still refer to is not deleted, and it is said why', async ({ page, open }) => {
  await open('/Customer/ALFKI/show');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, /Order/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alfreds Futterkiste');
});

test('columns are chosen and ordered, and stay so', APP, async ({ page, open }) => {
  await open('/Customer');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Balance' }).check();
  await page.getByRole('checkbox', { name: 'Address' }).uncheck();
  await page.getByRole('button', { name: 'Move Balance up' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await settled(page);
  const headers = await page.getByRole('columnheader').allInnerTexts();
  expect(headers.map((text) => text.trim())).toContain('Balance');
  expect(headers.map((text) => text.trim())).not.toContain('Address');
});

test('all rows go into a file that a spreadsheet opens', async ({ page, open }) => {
  await open('/Employee');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const path = await (await download).path();
  const lines = readFileSync(path, 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^\uFEFFLast Name,First Name,Reports To/);
  expect(lines.length).toBeGreaterThanOrEqual(14);
  expect(lines[1]).toContain('Davolio,Nancy,Fuller');
});

test('the palette leads anywhere by typing, the keys to the rest', APP, async ({ page, open }) => {
  await open('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('new shipper');
  await isAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New Shipper');
  await open('/Shipper');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/Shipper\/1\/show/);
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeVisible();
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/Shipper\/1$/);
  await open('/');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('the language, the colours and the density are the user’s', APP, async ({ page, open }) => {
  await open('/_settings');
  await choose(page.getByRole('combobox', { name: 'Language' }), 'Français');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réglages');
  await page.reload();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réglages');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.getByRole('button', { name: 'Mode sombre' }).click();
  await expect(page.getByRole('button', { name: 'Mode clair' })).toBeVisible();
});

test('the diagram leads to the tables, and says the same as a list', APP, async ({ page, open }) => {
  await open('/_er');
  await expect(page.getByRole('link', { name: 'Open OrderDetail' })).toBeVisible();
  await page.getByRole('button', { name: 'As a list' }).click();
  await expect(page.getByText(/refers to.*Customer/).first()).toBeVisible();
  await page.getByRole('button', { name: 'As a diagram' }).click();
  await page.getByRole('link', { name: 'Open Shipper' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shippers');
});
