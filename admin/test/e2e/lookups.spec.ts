import { choose, expect, fits, isAccessible, shot, test } from './fixtures';
import { tuned } from './tuned';

const modes = (text: string) =>
  Object.entries({ ShipVia: 'radio', EmployeeId: 'select', CustomerId: 'dialog, columns: [City, Country]' }).reduce(
    (all, [name, mode]) => all.replace(new RegExp(`( {2}Order:\\n(?:.*\\n)*? {6}- name: ${name}\\n)`), `$1        lookup: {mode: ${mode}}\n`),
    text,
  );

test('a row that is referred to is chosen in a menu, by a button, or in a dialog, as the file says', async ({ page, open, server }) => {
  await tuned(server.folder, {}, async () => {
    await open('/Order/10643');
    await expect(page.getByRole('radio', { name: 'Speedy Express' })).toBeChecked();
    await page.getByRole('radio', { name: 'Federal Shipping' }).check();
    await choose(page.getByRole('combobox', { name: 'Employee' }), 'Buchanan');
    await isAccessible(page);
    await shot(page, 'lookups-1280-light');
    const customer = page.getByRole('textbox', { name: 'Customer' });
    await expect(customer).toHaveValue('Alfreds Futterkiste');
    await customer.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Choose: Customer' });
    await dialog.getByRole('searchbox').fill('godos');
    await expect(dialog.getByRole('button', { name: 'Godos Cocina Típica Sevilla · Spain' })).toBeVisible();
    await isAccessible(page);
    await shot(page, 'lookup-dialog-1280-light');
    await dialog.getByRole('button', { name: /^Godos/ }).click();
    await expect(dialog).toBeHidden();
    await expect(customer).toHaveValue('Godos Cocina Típica');
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page);
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.route(/\/api\/Order\/10643(\?|$)/, (route) => (route.request().method() === 'PATCH' ? route.fulfill({ status: 422, contentType: 'application/vnd.api+json', body: '{"errors":[{"status":"422","title":"not today"}]}' }) : route.continue()));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect((await sent).postDataJSON()).toMatchObject({ data: { attributes: { CustomerId: 'GODOS', EmployeeId: 5, ShipVia: 3 } } });
    await expect(page.getByRole('alert')).toContainText('not today');
  }, modes);
});
