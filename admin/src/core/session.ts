/** What holds as long as a tab of the browser is open. */

const BEGAN = 'formwork.began';

/**
 * Has lists begin as they are configured, or as the user wants them to begin: where one was in them is kept for the
 * session, and react-admin would keep it for ever.
 */
export const forgetLists = (items: () => Record<string, unknown>, remove: (name: string) => void, session: Storage = sessionStorage): void => {
  if (session.getItem(BEGAN) !== null) return;
  session.setItem(BEGAN, 'yes');
  for (const name of Object.keys(items())) if (/\.(listParams|selectedIds)$/.test(name)) remove(name);
};
