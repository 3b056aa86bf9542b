import { expect, isAccessible, looksRight, said, settled, test } from './fixtures';

test('a row that links two is called after both, and nothing is asked for it', async ({ page, open, server, log }) => {
  await open('/EmployeeTerritory');
  await expect(page.getByRole('columnheader')).toHaveText(['', 'Employee', 'Territory', 'Id']);
  await expect(page.getByRole('checkbox', { name: 'Select Davolio – Wilton' })).toBeVisible();
  // The configuration and the rows.
  expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(2);
  await looksRight(page, 'links');
  // Each of the two leads to its own row, so the line has a link besides.
  await page.getByRole('link', { name: 'Open Davolio – Wilton' }).click();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Davolio – Wilton');
  await expect(page).toHaveTitle(/^Davolio – Wilton · /);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('Delete Davolio – Wilton?');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Davolio – Wilton');

  log.requests.length = 0;
  await open('/Employee/1/show/EmployeeTerritoryList');
  await expect(page.getByRole('tabpanel').getByRole('button', { name: 'Delete: Davolio – Wilton' })).toBeVisible();
  expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(2);
  await isAccessible(page);
  const line = (await server.api('POST', 'EmployeeTerritory', { data: { type: 'EmployeeTerritory', attributes: { EmployeeId: 1, TerritoryId: '01581' } } })).data;
  await open(`/EmployeeTerritory/${line?.id}/show`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await said(page, 'Deleted Davolio – Westboro');
});

test('so is a row that has numbers and dates besides', async ({ page, open }) => {
  await open(`/OrderDetail?filter=${encodeURIComponent('{"OrderId@eq":"10643"}')}`);
  await expect(page.getByRole('checkbox', { name: /^Select Alfreds Futterkiste – / })).toHaveCount(3);
});
