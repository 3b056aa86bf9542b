import { choose, expect, isAccessible, shot, test } from '../fixtures';

test('a rule that no one attribute breaks says what it looks at', async ({ page, open }) => {
  await open('/Order/create');
  await page.getByLabel('Ship Name').fill('Nothing in it');
  await page.getByRole('combobox', { name: 'Customer' }).fill('Alfreds');
  await page.getByRole('option', { name: 'Alfreds Futterkiste' }).click();
  await choose(page.getByRole('combobox', { name: 'Ready' }), 'Yes');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('Empty Order - Cannot Ship or Make Ready');
  await expect(refusal).toContainText('The rule looks at:');
  await isAccessible(page);
  await shot(page, 'refusal-1280-light', { fullPage: true });
  await refusal.getByRole('button', { name: 'Ready' }).click();
  await expect(page.getByRole('combobox', { name: 'Ready' })).toBeFocused();
  await expect(page.getByLabel('Ship Name')).toHaveValue('Nothing in it');
});
