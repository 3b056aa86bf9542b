import { useNotify, useTranslate } from 'ra-core';
import { useEffect, useRef } from 'react';
import { useCatalog } from '../catalog';

/** Says that a changed `admin.yaml` was taken over. That it cannot be used is said on the page itself. */
export const useReloadNotice = (): void => {
  const notify = useNotify();
  const translate = useTranslate();
  const { config } = useCatalog();
  const shown = useRef(config);
  useEffect(() => {
    if (shown.current === config) return;
    shown.current = config;
    if (config.isOutdated) return;
    const count = config.diagnostics.filter(({ severity }) => severity !== 'info').length;
    const text = count === 0 ? translate('app.reloaded') : translate('app.reloaded_problems', { smart_count: count });
    notify(text, { type: count === 0 ? 'info' : 'warning' });
  }, [config, notify, translate]);
};
