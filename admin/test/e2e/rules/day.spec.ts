import { readFileSync } from 'node:fs';
import { choose, expect, isAccessible, said, settled, test } from '../fixtures';

// The first hour of somebody who sells: `README.md` has it as a script.
test('an order is entered, refused over the credit limit, mended, shipped, and given to another customer', async ({ page, open, server }) => {
  test.setTimeout(900_000);
  const balance = async (id: string) => Number((await server.api('GET', `Customer/${id}`)).data?.attributes['Balance']);
  const [before, others] = [await balance('BERGS'), await balance('ANTON')];
  const limit = Number((await server.api('GET', 'Customer/BERGS')).data?.attributes['CreditLimit']);

  await open('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('berglunds');
  // The customer comes before their orders, which are called after them.
  await expect(page.getByRole('option').first()).toHaveText(/^Berglunds snabbköp\s*Customer/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Berglunds snabbköp');

  await page.getByRole('tab', { name: /^Orders/ }).click();
  await page.getByRole('button', { name: 'Add Order' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Ship Name').fill('The first hour');
  await dialog.getByRole('combobox', { name: 'Employee' }).click();
  await page.getByRole('option', { name: 'Buchanan' }).click();
  await dialog.getByLabel('Order Date').fill('2026-03-02');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const id = ((await server.api('GET', 'Order?filter[ShipName]=The first hour')).data as unknown as { id: string }[])[0]?.id ?? '';

  const item = async (product: string, quantity: number) => {
    await page.getByRole('button', { name: 'Add Order Detail' }).click();
    await dialog.getByRole('combobox', { name: 'Product' }).fill(product);
    await page.getByRole('option', { name: product, exact: true }).click();
    await dialog.getByLabel('Quantity').fill(String(quantity));
    await dialog.getByRole('button', { name: 'Save' }).click();
  };
  await open(`/Order/${id}/show`);
  await item('Chai', 2);
  await expect(dialog).toBeHidden();
  // Far over what the customer may owe: refused with the numbers, and a way to the row that is in the way.
  await item('Chang', 100_000);
  await expect(dialog.getByRole('alert')).toContainText(/balance \([\d.]+\) exceeds credit/);
  await expect(dialog.getByRole('alert').getByRole('link', { name: /^Customer BERGS/ })).toBeVisible();
  await isAccessible(page);
  await dialog.getByLabel('Quantity').fill('1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const total = 2 * 18 + 19;
  expect(await balance('BERGS')).toBeCloseTo(before + total, 2);
  expect(before + total).toBeLessThan(limit);

  // It goes to another customer, then it leaves, and is owed no more.
  await open(`/Order/${id}`);
  await page.getByRole('combobox', { name: 'Customer' }).fill('Antonio');
  await page.getByRole('option', { name: /Antonio/ }).click();
  await page.getByRole('button', { name: 'Save and show' }).click();
  await said(page, /Also changed:/);
  await expect(page).toHaveURL(/\/show$/);
  // The row as it was answered has the names of those that it refers to.
  await expect(page.locator('dd[data-attribute=CustomerId]')).toContainText('Antonio');
  expect(await balance('BERGS')).toBeCloseTo(before, 2);
  expect(await balance('ANTON')).toBeCloseTo(others + total, 2);
  await open(`/Order/${id}`);
  await page.getByLabel('Shipped Date').fill('2026-03-03');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  // The message of what was saved before may still be there.
  const refusal = page.getByRole('alert').filter({ hasText: 'This cannot be saved' });
  await expect(refusal).toContainText('Cannot Ship Order that is not Ready');
  await choose(page.getByLabel('Ready'), 'Yes');
  await page.getByRole('button', { name: 'Save and show' }).click();
  await settled(page);
  expect(await balance('ANTON')).toBeCloseTo(others, 2);
});

test('the open orders are exported', async ({ page, open }) => {
  await open(`/Order?filter=${encodeURIComponent(JSON.stringify({ 'ShippedDate@empty': true }))}`);
  const count = Number(/of (\d+)$/.exec((await page.getByText(/^\d+–\d+ of \d+$/).textContent()) ?? '')?.[1]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8').trim().split('\r\n');
  expect(lines.length).toBe(count + 1);
});
