import { expect, isAccessible, settled, test } from './fixtures';

test('a letter after g leads to a page, and which one is shown', async ({ page, open }) => {
  await open('/');
  await page.keyboard.press('g');
  const shown = page.getByRole('status').filter({ hasText: 'Go to a page' });
  await expect(shown).toContainText('Customers');
  await isAccessible(page);
  // It is not waited for a letter for ever; looking at the page takes longer on a busy machine.
  await expect(shown).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orders');
  await expect(shown).toHaveCount(0);
  await settled(page);
  // A letter that leads nowhere ends it, and a shortcut of the page is none meanwhile.
  await page.keyboard.press('g');
  await page.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New Order');
  await page.getByLabel('Ship City').fill('gc');
  await expect(page.getByLabel('Ship City')).toHaveValue('gc');
});

test('the keys are listed, and can be switched off', async ({ page, open }) => {
  await open('/');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByText('Go to a page: its letter is shown')).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await open('/_settings');
  await page.getByLabel('Shortcuts of a single key').uncheck();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  // With a modifier they are none of a single key; when this one is answered, those before it would have been.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search or go to' })).toBeVisible();
  await expect(help).toHaveCount(0);
  await expect(page.getByText('Go to a page: its letter is shown')).toHaveCount(1);
});
