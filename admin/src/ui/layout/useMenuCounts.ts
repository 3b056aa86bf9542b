/** How many rows there are, for the menu, where the configuration wants it. All of them are one request, the home page's. */

import { useLocaleState } from 'ra-core';
import type { Resource } from '../../core/config';
import { useCatalog } from '../catalog';
import { useStats } from '../useStats';

export const useMenuCounts = (): ((resource: Resource) => string | undefined) | undefined => {
  const { menuCounts = false } = useCatalog().config.settings;
  const { data } = useStats(menuCounts);
  const [locale] = useLocaleState();
  if (!menuCounts) return undefined;
  return ({ type }) => {
    const found = data?.counts[type];
    if (found === null || found === undefined) return undefined;
    return `${found.isMore ? '> ' : ''}${found.count.toLocaleString(locale)}`;
  };
};
