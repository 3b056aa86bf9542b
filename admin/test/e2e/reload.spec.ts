import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from './fixtures';

test('a changed admin.yaml is on the screen at once, and a half-filled form stays', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  const renamed = before.replace(/( {2}Shipper:\n(?:.*\n)*? {6}- name: Phone\n)/, '$1        label: Telephone\n');
  try {
    await open('/Shipper/1');
    await page.getByLabel('Phone').fill('half');
    const began = Date.now();
    writeFileSync(file, renamed);
    await expect(page.getByLabel('Telephone')).toHaveValue('half', { timeout: 2_000 });
    // From the save to the screen; the machine of the test has other things to do as well.
    expect(Date.now() - began).toBeLessThan(1_500);
    await expect(page.getByText('admin.yaml reloaded')).toBeVisible();

    // A file that cannot be used leaves the last one in force, and the app says so.
    writeFileSync(file, `${before}\n  broken: [`);
    await expect(page.getByRole('alert').filter({ hasText: 'admin.yaml cannot be used' })).toBeVisible();
    await expect(page.getByLabel('Telephone')).toHaveValue('half');
    writeFileSync(file, renamed.replace('max_list_columns: 8', 'max_list_colums: 8'));
    await expect(page.getByText('admin.yaml reloaded: 1 problem')).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'cannot be used' })).toBeHidden();
  } finally {
    writeFileSync(file, before);
  }
});

test('route, filters and page stay when admin.yaml changes', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  try {
    await open('/Customer?page=2&perPage=10&sort=City&order=DESC');
    const first = await page.getByRole('row').nth(1).innerText();
    writeFileSync(file, before.replace(/( {2}Customer:\n(?:.*\n)*? {6}- name: City\n)/, '$1        label: Town\n'));
    await expect(page.getByRole('columnheader', { name: 'Town' })).toBeVisible();
    expect(page.url()).toContain('page=2');
    await expect(page.getByRole('row').nth(1)).toHaveText(first.replaceAll('\t', ''));
  } finally {
    writeFileSync(file, before);
  }
});

test('where the server cannot tell, a change is seen when the page is looked at again', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  await page.route('**/events', (route) => route.abort());
  try {
    await open('/Shipper/1');
    writeFileSync(file, before.replace(/( {2}Shipper:\n(?:.*\n)*? {6}- name: Phone\n)/, '$1        label: Telephone\n'));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByLabel('Telephone')).toBeVisible();
  } finally {
    writeFileSync(file, before);
  }
});

test('what is wrong in admin.yaml is listed with its line', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  try {
    writeFileSync(file, before.replace('max_list_columns: 8', 'max_list_colums: 8'));
    await open('/_settings');
    await expect(page.getByText(/line 11, column 3/)).toBeVisible();
  } finally {
    writeFileSync(file, before);
  }
});
