import { choose, expect, fits, isAccessible, said, settled, shot, test } from '../fixtures';

test('a change is in the log with what the rules made of it, and in the history of each row', async ({ page, open, server }) => {
  // Open, so that its customer owes it.
  await open('/Order/10643');
  const details = (await server.api('GET', 'OrderDetail?filter[OrderId]=10643&sort=Id')).data as unknown as { id: string; attributes: { Quantity: number } }[];
  const detail = details[0];
  if (detail === undefined) throw new Error('the sample has changed');
  await open(`/OrderDetail/${detail.id}`);
  const quantity = detail.attributes.Quantity;
  await page.getByLabel('Quantity').fill(String(quantity - 1));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await said(page, /Also changed: .*Balance/);

  await page.getByRole('link', { name: 'Audit log' }).click();
  await settled(page);
  const balance = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Customer ALFKI/ }) }).first();
  await expect(balance.getByRole('row', { name: /Balance by rule: Sum 2,046.00 2,000.40/ })).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(`Quantity ${quantity} ${quantity - 1}`) })).toBeVisible();
  await isAccessible(page);
  await shot(page, 'audit-1280-light');

  await choose(page.getByLabel('Action'), 'Deleted');
  await expect(page.getByText('No change matches')).toBeVisible();
  await expect(page).toHaveURL(/action=delete/);

  await open('/Customer/ALFKI/show');
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page).toHaveURL(/_history/);
  await expect(page.getByRole('tabpanel').getByRole('row', { name: /Balance by rule: Sum/ })).toBeVisible();
  await isAccessible(page);
});

test('what the code of an event has set says so', async ({ page, open, server }) => {
  // So little is left that the supplier is asked for more.
  await server.api('PATCH', 'Product/1', { data: { type: 'Product', id: '1', attributes: { ReorderLevel: 5000 } } });
  await open('/Product/1/show/_history');
  const line = page.getByRole('tabpanel').getByRole('row', { name: /^Units On Order by Row event of Product/ }).first();
  await expect(line).toBeVisible();
  await isAccessible(page);
  await line.getByRole('link').click();
  await expect(page.getByText(/^When of a Product it comes to hold that Units In Stock < Reorder Level and not Discontinued/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the log fits a telephone, ${colorScheme}`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await open('/_audit');
    await fits(page);
    await isAccessible(page);
    await shot(page, `audit-390-${colorScheme}`);
  });
}
