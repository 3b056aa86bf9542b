/**
 * Who asks: a login against the server, where its configuration names one. Without it there is no login, and everybody may do
 * everything. What one may do is the server's to decide: the app only shows what its configuration says of it.
 */

import type { AuthProvider } from 'ra-core';
import type { Config } from './config';

/** The token is kept as long as a tab of the browser is open, so that a reload does not ask again; never in an address. */
const TOKEN = 'formwork.token';

export const tokenHeaders = (): Record<string, string> => {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? {} : { Authorization: `Bearer ${token}` };
};

/** Where one was when a login ended. */
const WANTED = 'formwork.wanted';

/** Where one wants to be after a login: it is known until there was one, however often the page of it is drawn anew. */
export const wantedAfterLogin = (): string | undefined => sessionStorage.getItem(WANTED) ?? undefined;

/** One is where one wanted to be, or wants it no more. */
export const forgetWanted = (): void => sessionStorage.removeItem(WANTED);

/** Tells the app that another person asks: what they may do is another thing. */
export const CHANGED = 'formwork-caller';

/** Tells the app that a login has ended. */
export const ENDED = 'formwork-login-ended';

const keep = (token: string | undefined): void => {
  if (token === undefined) sessionStorage.removeItem(TOKEN);
  else sessionStorage.setItem(TOKEN, token);
  dispatchEvent(new Event(CHANGED));
};

/** Why one is not let in, as a key of the app's words. */
const refusal = (status: number): string => (status === 401 || status === 403 ? 'app.login.wrong' : status === 429 ? 'app.login.too_often' : 'app.login.failed');

const login = async (endpoint: string, username: string, password: string): Promise<void> => {
  let response: Response;
  try {
    response = await fetch(endpoint, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password }) });
  } catch {
    throw new Error('app.error.unreachable');
  }
  if (!response.ok) throw new Error(refusal(response.status));
  const { access_token: token } = (await response.json()) as { access_token?: unknown };
  if (typeof token !== 'string') throw new Error('app.login.failed');
  keep(token);
};

/** What react-admin asks about the caller; nothing where there is no login. */
export const authProvider = ({ authentication, caller }: Config): AuthProvider | undefined => {
  if (authentication === undefined) return undefined;
  const isIn = () => sessionStorage.getItem(TOKEN) !== null;
  return {
    login: ({ username, password }: { username: string; password: string }) => login(authentication.endpoint, username, password),
    logout: async () => {
      if (!isIn()) return;
      forgetWanted();
      keep(undefined);
    },
    checkAuth: () => (isIn() ? Promise.resolve() : Promise.reject(new Error('app.login.needed'))),
    // What is forbidden is said where it was tried; only who is not known is asked again. The refusal itself goes on to the
    // one who asked, so that a form keeps what was entered.
    checkError: async (error: { status?: number }) => {
      if (error.status !== 401 || location.hash.startsWith('#/login')) return;
      sessionStorage.removeItem(TOKEN);
      sessionStorage.setItem(WANTED, location.hash.slice(1));
      dispatchEvent(new Event(ENDED));
    },
    getIdentity: async () => ({ id: caller?.name ?? '', ...(caller?.name === undefined ? {} : { fullName: caller.name }) }),
    getPermissions: async () => caller?.roles ?? [],
  };
};
