import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, fits, isAccessible, looksRight, said, settled, test } from './fixtures';

test('a changed admin.yaml is on the screen at once, and a half-filled form stays', async ({ page, open, server }) => {
  const file = `${server.folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  const renamed = before.replace(/( {2}Shipper:\n(?:.*\n)*? {6}- name: Phone\n)/, '$1        label: Telephone\n');
  try {
    await open('/Shipper/1');
    await page.getByLabel('Phone').fill('half');
    writeFileSync(file, renamed);
    await expect(page.getByLabel('Telephone')).toHaveValue('half');
    await said(page, 'admin.yaml reloaded');

    // A file that cannot be used leaves the last one in force, and the app says so.
    writeFileSync(file, `${before}\n  broken: [`);
    await expect(page.getByRole('alert').filter({ hasText: 'admin.yaml cannot be used' })).toBeVisible();
    await expect(page.getByLabel('Telephone')).toHaveValue('half');
    writeFileSync(file, renamed.replace('max_list_columns: 8', 'max_list_colums: 8'));
    await said(page, 'admin.yaml reloaded: 1 problem');
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
    writeFileSync(file, before.replace('max_list_columns: 8', 'max_list_colums: 8').replace(/( {2}Customer:\n(?:.*\n)*? {6}- name: City\n)/, "$1        validate: {pattern: '[A-Z'}\n"));
    await open('/_settings/app');
    await expect(page.getByText('admin/admin.yaml:11:3')).toBeVisible();
    await expect(page.getByText('`[A-Z` is no regular expression, so it refuses nothing: a `[` is never closed')).toBeVisible();
    await expect(page.getByText('Hint: did you mean `max_list_columns`?')).toBeVisible();
    await isAccessible(page);
  } finally {
    writeFileSync(file, before);
  }
});

test('a file that cannot be used from the start is shown with its lines, and the app when it is mended', async ({ page, server, log: _ }) => {
  const file = `${server.folder}/admin/broken.yaml`;
  const good = readFileSync(`${server.folder}/admin/admin.yaml`, 'utf8');
  try {
    writeFileSync(file, good.replace('    user_key: CategoryName\n', '    user_key: [CategoryName\n'));
    await page.goto(`${server.address}/admin/broken/`);
    await settled(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('admin/broken.yaml cannot be used');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(/admin\/broken.yaml:\d+:\d+/);
    await expect(alert).toContainText('user_key: [CategoryName');
    await expect(alert).toContainText('^');
    await looksRight(page, 'config-error');
    writeFileSync(file, good);
    await expect(page.getByRole('link', { name: /^Customers/ }).last()).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);

    // What the tables say is a way on, too.
    writeFileSync(file, '');
    await expect(page.getByRole('alert')).toContainText('an earlier version is shown');
  } finally {
    rmSync(file, { force: true });
  }
});

test('without a file that can be used the tables can be looked at', async ({ page, server, log: _ }) => {
  const file = `${server.folder}/admin/empty.yaml`;
  try {
    writeFileSync(file, '- a list\n');
    await page.goto(`${server.address}/admin/empty/#/Shipper`);
    await settled(page);
    await page.getByRole('button', { name: 'Go on with what the tables say' }).click();
    await expect(page.getByRole('row')).toHaveCount(4);
    await expect(page.getByRole('alert')).toContainText('what the tables say is shown');
  } finally {
    rmSync(file, { force: true });
  }
});

test('without a server the app says so, and is tried again', async ({ page, server, log: _ }) => {
  await page.route('**/config.json', (route) => route.abort());
  await page.goto(`${server.address}/#/Shipper`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The configuration could not be loaded.');
  await expect(page.getByRole('alert')).toHaveText('The server cannot be reached.');
  await isAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
  await page.unroute('**/config.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shippers');
});
