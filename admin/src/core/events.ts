/** Word from the server that `admin.yaml` has changed, while the page is looked at. */

/** Calls with the tag of the configuration that the server has now: at once, and whenever it is another. Returns what ends it. */
export const onConfig = (app: string, tell: (etag: string) => void): (() => void) => {
  let source: EventSource | undefined;
  const close = () => {
    source?.close();
    source = undefined;
  };
  const open = () => {
    if (source !== undefined) return;
    source = new EventSource(`/admin/${app}/events`);
    source.addEventListener('config-changed', (event) => {
      const { etag } = JSON.parse((event as MessageEvent<string>).data) as { etag: string };
      tell(etag);
    });
  };
  // Browsers have few connections to a server: pages that nobody looks at leave them to the others.
  const follow = () => (document.visibilityState === 'visible' ? open() : close());
  document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    document.removeEventListener('visibilitychange', follow);
    close();
  };
};
