import { APP, expect, isAccessible, said, settled, shot, test } from './fixtures';

test('two who change a row choose attribute by attribute, and nothing is overwritten unseen', async ({ page, open, server }) => {
  await server.api('PATCH', 'Shipper/2', { data: { type: 'Shipper', id: '2', attributes: { CompanyName: 'United Package', Phone: '(503) 555-3199' } } });
  await open('/Shipper/2');
  await page.getByLabel('Phone').fill('mine');
  // Somebody else, meanwhile.
  await server.api('PATCH', 'Shipper/2', { data: { type: 'Shipper', id: '2', attributes: { CompanyName: 'United Parcels', Phone: 'theirs' } } });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody else has changed this row' });
  await expect(dialog.getByRole('row', { name: /Phone.*3199.*theirs.*mine/ })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /Company Name.*United Package.*United Parcels/ })).toBeVisible();
  // Both changed it: theirs is kept until one chooses.
  await expect(dialog.getByRole('radio', { name: 'Keep what is there now: theirs' })).toBeChecked();
  await isAccessible(page);
  await shot(page, 'conflict-1280-light');
  await dialog.getByRole('radio', { name: 'Keep yours: mine' }).check();
  await dialog.getByRole('button', { name: 'Save merged' }).click();
  await said(page, 'Saved');
  expect((await server.api('GET', 'Shipper/2')).data?.attributes).toMatchObject({ Phone: 'mine', CompanyName: 'United Parcels' });
});

test('a conflict can be left, with what was entered still in the form', APP, async ({ page, open, server }) => {
  await open('/Shipper/3');
  await page.getByLabel('Phone').fill('mine');
  await server.api('PATCH', 'Shipper/3', { data: { type: 'Shipper', id: '3', attributes: { Phone: `theirs ${Date.now()}` } } });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByLabel('Phone')).toHaveValue('mine');
  expect((await server.api('GET', 'Shipper/3')).data?.attributes?.['Phone']).toMatch(/^theirs/);
});

test('children are counted, sorted and paged in their tab, and the tab has an address', async ({ page, open }) => {
  await open('/Customer/ERNSH/show');
  await expect(page.getByRole('tab', { name: /^Orders 36/ })).toBeVisible();
  await expect(page.getByText('1–10 of 36')).toBeVisible();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page.getByText('11–20 of 36')).toBeVisible();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Order Date' }).click();
  await expect(page.getByText('1–10 of 36')).toBeVisible();
  await open('/Employee/2/show/EmployeeTerritoryList');
  await expect(page.getByRole('tab', { selected: true })).toContainText('Employee Territories');
  await settled(page);
  await isAccessible(page);
});
