import type { Page } from '@playwright/test';
import { expect, fits, isAccessible, settled, test } from './fixtures';
import { isLaidOut } from './layout';

// Times are told, not judged: a machine may do other things as well. What is judged is what is asked for, and that all of it works.
const figures: string[] = [];

const timed = async (what: string, run: () => Promise<unknown>) => {
  const begin = performance.now();
  await run();
  figures.push(`${what} ${Math.round(performance.now() - begin)} ms`);
};

test.afterEach(({}, info) => console.log(`\nfigures: ${info.title}: ${figures.splice(0).join(', ')}`));

const menu = (page: Page) => page.getByRole('navigation', { name: 'Menu' });

test('of a thousand tables each is found', async ({ page, open, log }) => {
  const first = page.getByRole('main').getByRole('link', { name: /^Core Users/ });
  await timed('home', async () => {
    await open('/');
    await expect(first).toContainText('2');
  });
  // The configuration, and all counts at once.
  expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(2);
  await expect(page.getByRole('main').getByRole('link')).toHaveCount(1_000);
  await isLaidOut(page);
  await fits(page);
  const filter = menu(page).getByRole('textbox', { name: 'Filter the menu' });
  await timed('filter of the menu', async () => {
    await filter.fill('fleet invoice');
    await expect(menu(page).getByRole('link', { name: /Invoice/ })).toHaveCount(2);
  });
  await timed('list', async () => {
    log.requests.length = 0;
    await menu(page).getByRole('link', { name: 'Fleet Invoices', exact: true }).click();
    await expect(page.getByRole('main').locator('[data-row]')).toHaveCount(2);
  });
  await settled(page);
  expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(1);
  await timed('another list', async () => {
    await filter.fill('');
    await menu(page).getByRole('link', { name: 'Core Users', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Core Users');
  });
  await timed('palette', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or go to' }).fill('travel payment');
    await expect(page.getByRole('option', { name: /^Travel Payments/ })).toBeVisible();
  });
  await page.getByRole('option', { name: /^Travel Payments/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Travel Payments');
  await settled(page);
  await isAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
});

test('of a thousand entries those in sight are drawn, and each is there for keys and screen readers', async ({ page, open, server }) => {
  await open('/FleetInvoice');
  const current = menu(page).getByRole('link', { name: 'Fleet Invoices', exact: true });
  // The menu has gone to where one is.
  await expect(current).toBeInViewport();
  await expect(current).toHaveAttribute('aria-current', 'page');
  await expect(menu(page).getByRole('listitem')).toHaveCount(1_002);
  const drawn = () => menu(page).getByRole('link').evaluateAll((all) => all.filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length);
  expect(await drawn()).toBeLessThan(150);
  await current.focus();
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('Tab');
  const reached = page.locator('nav a:focus');
  await expect(reached).toBeInViewport();
  await expect(reached).not.toHaveText('Fleet Invoices');
  await page.goto(`${server.address}/#/`);
  await expect(menu(page).getByRole('link', { name: 'Home', exact: true })).toHaveAttribute('aria-current', 'page');
});

test('of a thousand tables no drawing is tried, but a list of them, and a drawing around one', async ({ page, open }) => {
  await timed('tables', async () => {
    await open('/_er');
    await expect(page.getByText(/too many/i)).toBeVisible();
  });
  await timed('as a list', async () => {
    await page.getByRole('button', { name: 'As a list' }).click();
    await expect(page.getByText('FleetInvoice', { exact: true }).first()).toBeVisible();
  });
  await page.getByRole('button', { name: 'As a diagram' }).click();
  await timed('around one', async () => {
    await page.getByRole('combobox').fill('FleetInvoice');
    await page.getByRole('option', { name: 'FleetInvoice', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Open FleetInvoice', exact: true })).toBeVisible();
  });
});

test('of a million rows a page is shown at a time, and a few are offered where one is looked up', async ({ page, open, server, log }) => {
  const asked = () => log.requests.splice(0).filter((each) => each.includes('/api/Visitor'));
  // Never more than a page of them.
  const limits = (requests: string[]) => requests.map((each) => /page\[limit\]=(\d+)/.exec(each)?.[1]);
  await timed('list', async () => {
    await open('/Visitor');
    await expect(page.locator('[data-row]')).toHaveCount(25);
  });
  expect(limits(asked())).toEqual(['25']);
  await timed('search', async () => {
    await page.getByRole('searchbox').fill('visitor 777777');
    await expect(page.getByRole('link', { name: 'Visitor 777777' })).toBeVisible();
  });
  await settled(page);
  expect(limits(asked())).toEqual(['25']);
  await open('/Visitor?sort=city&order=DESC&page=3');
  await expect(page.locator('[data-row]')).toHaveCount(25);
  expect(limits(asked())).toEqual(['25']);

  await open('/Visit/1');
  const lookup = page.getByRole('combobox', { name: 'Visitor' });
  await expect(lookup).toHaveValue('Visitor 999999');
  expect(asked()).toEqual([]);
  await timed('lookup opened', async () => {
    await lookup.press('ArrowDown');
    await expect(page.getByRole('option').first()).toBeVisible();
  });
  await timed('lookup typed', async () => {
    await lookup.fill('visitor 765432');
    await expect(page.getByRole('option', { name: 'Visitor 765432', exact: true })).toBeVisible();
  });
  const looked = limits(asked());
  expect(looked.length).toBeLessThanOrEqual(3);
  expect(new Set(looked)).toEqual(new Set(['25']));
  await page.getByRole('option', { name: 'Visitor 765432', exact: true }).click();
  await page.getByRole('button', { name: 'Save and show' }).click();
  await expect(page).toHaveURL(/Visit\/1\/show/);
  expect((await server.api('GET', 'Visit/1')).data?.attributes).toMatchObject({ visitor_id: 765_432 });
});
