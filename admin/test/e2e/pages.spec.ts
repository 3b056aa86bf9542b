import { expect, fits, looksRight, settled, test } from './fixtures';
import { isLaidOut } from './layout';
import { DESK, TELEPHONE } from './looks';

/** Every page, with what it may ask the server for. */
const PAGES = [
  { name: 'home', path: '/', requests: 2 },
  { name: 'list', path: '/Order', requests: 2 },
  { name: 'list of a view', path: '/ProductDetailsV', requests: 2 },
  { name: 'show', path: '/Order/10643/show', requests: 3 },
  { name: 'show with several tabs', path: '/Employee/2/show', requests: 3 },
  { name: 'edit', path: '/Order/10643', requests: 2 },
  { name: 'create', path: '/Order/create', requests: 1 },
  { name: 'diagram', path: '/_er', requests: 2 },
  { name: 'settings', path: '/_settings', requests: 1 },
];

for (const { name, path, requests } of PAGES) {
  test(`${name} asks for little, and looks right`, async ({ page, open, log }) => {
    await page.setViewportSize(DESK);
    await open(path);
    // The configuration is one of them.
    expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(requests);
    await looksRight(page, name.replaceAll(' ', '-'));
    expect(log.requests.length, 'asked for where only the window is another').toBeLessThanOrEqual(requests);
  });
}

test('a telephone is a telephone from the start', async ({ page, open, log }) => {
  await page.setViewportSize(TELEPHONE);
  await open('/Order');
  expect(log.requests.length, log.requests.join('\n')).toBeLessThanOrEqual(2);
  await expect(page.getByRole('columnheader')).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ has: page.locator('dl') })).toHaveCount(25);
  await fits(page);
  await isLaidOut(page);
});

test('a first visit loads few files, all of them asked for at once', async ({ page, open }) => {
  const files: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/assets/')) files.push(request.url());
  });
  await open('/Customer');
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(6);
  const named = await page.locator('head').evaluate((head) => [...head.querySelectorAll('link, script')].flatMap((each) => each.getAttribute('href') ?? each.getAttribute('src') ?? []));
  expect(files.filter((file) => !named.some((name) => file.endsWith(name)))).toEqual([]);
});

test('an address where nothing is says so', async ({ page, open }) => {
  await open('/Customer/NOBODY/show');
  await expect(page.getByText('This row does not exist, or no longer.')).toBeVisible();
});

test('the page says nothing may come from elsewhere', async ({ page, server, log: _ }) => {
  const response = await page.goto(server.address);
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toContain('unsafe');
  expect(response?.headers()['cache-control']).toBe('no-cache');
  await settled(page);
});
