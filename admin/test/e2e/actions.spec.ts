import { readFileSync, writeFileSync } from 'node:fs';
import { expect, isAccessible, said, test } from './fixtures';

test('an endpoint of the project is a button of a row, where its condition holds', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  const action = "    actions:\n      - {name: remind, label: Remind, endpoint: '/remind/{id}', confirm: A letter is sent., show_when: \"record.Country == 'Germany'\"}\n";
  try {
    writeFileSync(file, before.replace(/( {2}Customer:\n)/, `$1${action}`));
    const called: unknown[] = [];
    await page.route('**/remind/*', async (route) => {
      called.push(new URL(route.request().url()).pathname, route.request().postDataJSON());
      await route.fulfill({ status: 200, contentType: 'application/vnd.api+json', body: '{}' });
    });
    await open('/Customer/ALFKI/show');
    await page.getByRole('button', { name: 'Remind' }).click();
    await isAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Remind' }).click();
    await said(page, 'Remind: done');
    expect(called).toEqual(['/remind/ALFKI', { data: { type: 'Customer', id: 'ALFKI' } }]);
    await open('/Customer/ANATR/show');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Remind' })).toHaveCount(0);
  } finally {
    writeFileSync(file, before);
  }
});
