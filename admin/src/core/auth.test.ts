import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authProvider, ENDED, forgetWanted, tokenHeaders, wantedAfterLogin } from './auth';
import type { Config } from './config';
import { storage } from '../../test/samples';

const config = { authentication: { endpoint: '/api/auth/login' }, caller: { name: 'ann', roles: ['sales'] } } as Config;
const params = {} as never;

beforeEach(() => {
  vi.stubGlobal('sessionStorage', storage());
  vi.stubGlobal('dispatchEvent', () => true);
});
afterEach(() => vi.unstubAllGlobals());

const answering = (status: number, body: unknown) => {
  const asked: { url: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, body: JSON.parse(String(init.body)) });
    return new Response(JSON.stringify(body), { status });
  });
  return asked;
};

test('where the configuration names no login there is none', () => {
  expect(authProvider({} as Config)).toBeUndefined();
  expect(tokenHeaders()).toEqual({});
});

test('a login gives a token, which later requests carry until one signs out', async () => {
  const asked = answering(200, { access_token: 't1' });
  const auth = authProvider(config);
  await expect(auth?.checkAuth(params)).rejects.toThrow();
  await auth?.login({ username: 'ann', password: 'p' });
  expect(asked).toEqual([{ url: '/api/auth/login', body: { username: 'ann', password: 'p' } }]);
  await auth?.checkAuth(params);
  expect(tokenHeaders()).toEqual({ Authorization: 'Bearer t1' });
  expect(await auth?.getIdentity?.()).toEqual({ id: 'ann', fullName: 'ann' });
  await auth?.logout(params);
  expect(tokenHeaders()).toEqual({});
});

test('why one is not let in is said', async () => {
  for (const [status, text] of [[401, 'wrong'], [429, 'too_often'], [500, 'failed'], [200, 'failed']] as const) {
    answering(status, {});
    await expect(authProvider(config)?.login({ username: 'ann', password: 'x' })).rejects.toThrow(`app.login.${text}`);
  }
});

test('only who is not known is asked to log in again', async () => {
  const auth = authProvider(config);
  const told: string[] = [];
  vi.stubGlobal('location', { hash: '#/Order/1' });
  vi.stubGlobal('dispatchEvent', ({ type }: Event) => told.push(type));
  await auth?.checkError({ status: 403 });
  await auth?.checkError({ status: 500 });
  expect(told).toEqual([]);
  await auth?.checkError({ status: 401 });
  expect(told).toEqual([ENDED]);
  // The page of the login may be drawn more than once.
  expect(wantedAfterLogin()).toBe('/Order/1');
  expect(wantedAfterLogin()).toBe('/Order/1');
  forgetWanted();
  expect(wantedAfterLogin()).toBeUndefined();
});

test('who signs out wants to be nowhere after the next login', async () => {
  const auth = authProvider(config);
  answering(200, { access_token: 't1' });
  vi.stubGlobal('location', { hash: '#/Order/1' });
  await auth?.checkError({ status: 401 });
  // What react-admin does by itself when a login has ended.
  await auth?.logout(params);
  expect(wantedAfterLogin()).toBe('/Order/1');
  await auth?.login({ username: 'ann', password: 'p' });
  await auth?.logout(params);
  expect(wantedAfterLogin()).toBeUndefined();
});
