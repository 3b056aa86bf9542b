import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CHANGED } from '../core/auth';
import { type Config, loadConfig } from '../core/config';
import { onConfig } from '../core/events';

interface Props {
  app: string;
  first: { config: Config; etag: string };
  children: (config: Config) => ReactNode;
}

/**
 * Takes a changed `admin.yaml` over: at once where the server can tell, otherwise when the page is looked at again. What is
 * entered in a form stays.
 */
export const Reloading = ({ app, first, children }: Props) => {
  const [config, setConfig] = useState(first.config);
  const etag = useRef(first.etag);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      loadConfig(app, etag.current).then(
        (next) => {
          if (next === undefined || next.etag === etag.current) return;
          etag.current = next.etag;
          setConfig(next.config);
        },
        // A server that is away is told by what the user does next.
        () => undefined,
      );
    };
    const end = onConfig(app, (now) => {
      if (now !== etag.current) look();
    });
    addEventListener('focus', look);
    addEventListener(CHANGED, look);
    return () => {
      end();
      removeEventListener(CHANGED, look);
      removeEventListener('focus', look);
    };
  }, [app]);
  return children(config);
};
