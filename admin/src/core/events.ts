/** Word from the server, while the page is looked at: that `admin.yaml` has changed, or rows of a table. */

/** Keeps a stream open as long as the page is looked at: browsers have few connections to a server. Returns what ends it. */
const whileSeen = (address: string, listen: (source: EventSource) => void): (() => void) => {
  let source: EventSource | undefined;
  const close = () => {
    source?.close();
    source = undefined;
  };
  const open = () => {
    if (source !== undefined) return;
    source = new EventSource(address);
    listen(source);
  };
  const follow = () => (document.visibilityState === 'visible' ? open() : close());
  document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    document.removeEventListener('visibilitychange', follow);
    close();
  };
};

/** Calls with the tag of the configuration that the server has now: at once, and whenever it is another. */
export const onConfig = (app: string, tell: (etag: string) => void): (() => void) =>
  whileSeen(`/admin/${app}/events`, (source) => {
    source.addEventListener('config-changed', (event) => {
      const { etag } = JSON.parse((event as MessageEvent<string>).data) as { etag: string };
      tell(etag);
    });
  });

/** How long changes are waited for that come together. */
const TOGETHER = 300;

/** Calls after rows have changed, once for changes that come together. */
export const onChanges = (address: string, tell: () => void): (() => void) => {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      tell();
    }, TOGETHER);
  };
  const end = whileSeen(address, (source) => {
    for (const name of ['inserted', 'updated', 'deleted', 'reset']) source.addEventListener(name, changed);
  });
  return () => {
    clearTimeout(waiting);
    end();
  };
};
