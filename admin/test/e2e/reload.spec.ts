import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from './fixtures';

test('admin.yaml is taken over while a form is half filled in', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  const look = () => page.evaluate(() => window.dispatchEvent(new Event('focus')));
  try {
    await open('/Shipper/1');
    await page.getByLabel('Phone').fill('half');
    writeFileSync(file, before.replace(/( {2}Shipper:\n(?:.*\n)*? {6}- name: Phone\n)/, '$1        label: Telephone\n'));
    await look();
    await expect(page.getByLabel('Telephone')).toHaveValue('half');

    // A file that cannot be used leaves the last one in force, and the app says so.
    writeFileSync(file, `${before}\n  broken: [`);
    await look();
    await expect(page.getByRole('alert').filter({ hasText: 'admin.yaml cannot be used' })).toBeVisible();
    await expect(page.getByLabel('Telephone')).toHaveValue('half');
  } finally {
    writeFileSync(file, before);
    utimesSync(file, new Date(), new Date());
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
