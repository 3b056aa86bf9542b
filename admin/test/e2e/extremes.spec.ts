import { expect, isAccessible, looksRight, settled, test } from './fixtures';

/** Pages where something is out of the ordinary. */
const PAGES = [
  ['wide', '/Wide'], ['wide-row', '/Wide/1/show'], ['wide-form', '/Wide/1'], ['wide-new', '/Wide/create'],
  ['values', '/Transfer'], ['values-huge', '/Transfer/3/show'], ['values-null', '/Transfer/1/show'], ['values-form', '/Transfer/2'],
  ['long', '/Person/2/show'], ['long-word', '/Person/4/show'], ['no-name', '/Person/3/show'], ['people', '/Person'],
  ['two-parts', '/Stock'], ['two-parts-new', '/StockMove/create'], ['shared-part', '/Picking/1'],
  ['no-key', '/Loose'], ['view', '/PersonTotal'], ['empty', '/Vacancy'], ['gone', '/Person/999/show'],
] as const;

test('what is out of the ordinary looks right', async ({ page, open }) => {
  test.setTimeout(1_200_000);
  for (const [name, path] of PAGES) {
    await open(path);
    await expect(page.getByText('This did not work'), path).toHaveCount(0);
    await looksRight(page, `extremes/${name}`);
  }
});

test('of many columns one is found by its name', async ({ page, open }) => {
  await open('/Wide');
  await page.getByRole('button', { name: 'Columns' }).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  const all = await dialog.getByRole('checkbox').count();
  const label = (await dialog.getByRole('listitem').last().innerText()).trim();
  await expect(dialog.getByRole('textbox', { name: 'Find a column' })).toBeFocused();
  await dialog.getByRole('textbox').fill(label.toUpperCase());
  expect(await dialog.getByRole('checkbox').count()).toBeLessThan(all);
  await isAccessible(page);
  await dialog.getByRole('checkbox', { name: label, exact: true }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: label, exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Columns' }).click();
  await dialog.getByRole('button', { name: 'As configured' }).click();
});

test('a row without a name is gone to by its number', async ({ page, open }) => {
  await open('/Person');
  await page.getByRole('row').nth(3).getByRole('link', { name: '3', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3');
});

test('numbers keep what they have, and are no longer than they need to be', async ({ page, open, server }) => {
  await open('/Transfer/3/show');
  const definition = (text: string) => page.getByRole('definition').filter({ hasText: text });
  await expect(definition('9,999,999,999.99')).toBeVisible();
  await expect(definition('-9,223,372,036,854,775,808')).toBeVisible();
  await expect(definition('1E300')).toBeVisible();
  await open('/Transfer/2');
  await expect(page.getByLabel('Huge')).toHaveValue('9223372036854775807');
  await page.getByLabel('Huge').fill('9223372036854775806');
  await page.getByRole('button', { name: 'Save and show' }).click();
  await expect(definition('9,223,372,036,854,775,806')).toBeVisible();
  expect((await server.api('GET', 'Transfer/2')).data?.attributes['amount']).toBe(-1234567.89);
});

test('a key of two parts leads to its row and to those below it', async ({ page, open }) => {
  await open('/Stock');
  await page.getByRole('link', { name: 'A_1' }).click();
  await settled(page);
  await page.getByRole('tab', { name: /^Stock Moves/ }).click();
  await expect(page.getByRole('tab', { name: /^Stock Moves 1/ })).toBeVisible();
  await page.getByRole('button', { name: 'Add Stock Move' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: 'Stock (Warehouse, Item)' })).toHaveValue('A_1 · x%y');
  await isAccessible(page);
});

test('of two references that share a part, the one is chosen anew where the other changes', async ({ page, open, server }) => {
  await open('/Picking/1');
  const stock = page.getByRole('combobox', { name: 'Stock (Warehouse, Item)' });
  const shelf = page.getByRole('combobox', { name: 'Shelf (Shelf)' });
  await expect(shelf).toHaveValue('A_1 · top');
  // What is offered has the part that is chosen already.
  await shelf.press('ArrowDown');
  await expect(page.getByRole('option')).toHaveText(['A_1 · low', 'A_1 · top']);
  await shelf.press('Escape');
  await stock.fill('B');
  await page.getByRole('option', { name: 'B · z/z' }).click();
  await expect(shelf).toHaveValue('');
  await shelf.press('ArrowDown');
  await expect(page.getByRole('option')).toHaveText(['B · left']);
  await page.getByRole('option', { name: 'B · left' }).click();
  await page.getByRole('button', { name: 'Save and show' }).click();
  await expect(page).toHaveURL(/1\/show/);
  expect((await server.api('GET', 'Picking/1')).data?.attributes).toMatchObject({ warehouse: 'B', item: 'z/z', shelf: 'left' });
});

test('two relations to one parent are two tabs', async ({ page, open }) => {
  await open('/Person/1/show');
  await expect(page.getByRole('tab')).toHaveText([/^From Transfer/, /^(People|Persons)/, /^To Transfer/]);
});
