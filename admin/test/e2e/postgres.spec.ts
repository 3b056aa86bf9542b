import { expect, fits, isAccessible, settled, shot, test } from './fixtures';

test('a list of values is entered one by one, and shown so', async ({ page, open, server }) => {
  await open('/Array/create');
  const list = async (label: string, ...values: string[]) => {
    const input = page.getByRole('combobox', { name: label, exact: true });
    for (const value of values) {
      await input.fill(value);
      await input.press('Enter');
    }
  };
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('77');
  await list('Texts', 'a, b', 'say "no"');
  await list('Bigints', '9007199254740993', '-1');
  await list('Booleans', 'true');
  await isAccessible(page);
  await shot(page, 'arrays-form-1280-light', { fullPage: true });
  await page.getByRole('button', { name: 'Save and show' }).click();
  await expect(page).toHaveURL(/77\/show/);
  await settled(page);
  await expect(page.getByRole('definition').getByRole('listitem')).toHaveText(['9007199254740993', '-1', 'true', 'a, b', 'say "no"']);
  await isAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
  expect((await server.api('GET', 'Array/77')).data?.attributes).toMatchObject({ texts: ['a, b', 'say "no"'], booleans: [true], integers: null });
  await server.api('DELETE', 'Array/77');
});
