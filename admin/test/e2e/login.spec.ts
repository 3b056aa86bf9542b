import type { Page } from '@playwright/test';
import { expect, isAccessible, looksRight, settled, test } from './fixtures';

/** Has the server seem to ask for a login, as it will with security: the app's side of it. */
const secured = async (page: Page, accepts: () => boolean = () => true): Promise<string[]> => {
  const carried: string[] = [];
  await page.route('**/admin/admin/config.json', async (route) => {
    const response = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } });
    const config = (await response.json()) as Record<string, unknown>;
    const token = route.request().headers()['authorization'];
    const caller = token === undefined ? {} : { caller: { name: 'ann', roles: ['sales', 'clerk'] } };
    await route.fulfill({ json: { ...config, authentication: { endpoint: '/api/auth/login' }, ...caller }, headers: { etag: `"${token ?? 'nobody'}"` } });
  });
  await page.route('**/api/auth/login', async (route) => {
    const { username, password } = route.request().postDataJSON() as Record<string, string>;
    const isRight = username === 'ann' && password === 'secret';
    await route.fulfill(isRight ? { json: { access_token: 'token-of-ann' } } : { status: 401, json: { errors: [{ status: '401', title: 'wrong' }] } });
  });
  await page.route(/\/api\/(Customer|Shipper)/, async (route) => {
    carried.push(route.request().headers()['authorization'] ?? 'nobody');
    await (accepts() ? route.continue() : route.fulfill({ status: 401, contentType: 'application/vnd.api+json', body: '{"errors":[{"status":"401","title":"expired"}]}' }));
  });
  return carried;
};

const signIn = async (page: Page, password: string) => {
  await page.getByLabel('Name').fill('ann');
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

test('one signs in, is where one wanted to be, and out again', async ({ page, open }) => {
  const carried = await secured(page);
  await open('/Customer');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Sign in to');
  await looksRight(page, 'login');
  await signIn(page, 'guess');
  await expect(page.getByRole('alert')).toHaveText('Name or password is wrong.');
  await isAccessible(page);
  await signIn(page, 'secret');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customers');
  await settled(page);
  expect(new Set(carried)).toEqual(new Set(['Bearer token-of-ann']));
  expect(page.url()).not.toContain('token');
  await page.getByRole('link', { name: 'Profile' }).click();
  await expect(page.getByRole('definition').filter({ hasText: 'ann' })).toBeVisible();
  // What rests on the link is told what it is.
  await page.mouse.move(640, 600);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await expect(page.getByText('clerk')).toBeVisible();
  await looksRight(page, 'profile');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Sign in to');
});

test('what was entered when a login ends is there again after the next', async ({ page, open }) => {
  let isValid = true;
  await secured(page, () => isValid);
  await open('/Shipper/1');
  await signIn(page, 'secret');
  await page.getByLabel('Phone').fill('half entered');
  isValid = false;
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Sign in to');
  isValid = true;
  await signIn(page, 'secret');
  await expect(page.getByLabel('Phone')).toHaveValue('half entered');
});

test('without security there is no login, and the profile says so', async ({ page, open }) => {
  await open('/_profile');
  await expect(page.getByText('Nobody signs in here')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Profile' })).toHaveCount(0);
  await isAccessible(page);
  await open('/login');
  await expect(page.getByLabel('Password')).toHaveCount(0);
});
