/** The figures of the first page and of the menu, all in one request. */

import { useQuery } from '@tanstack/react-query';
import { appName } from '../core/config';
import { loadStats } from '../core/pages';
import { useCatalog } from './catalog';

export const useStats = (enabled = true) => {
  const { config } = useCatalog();
  // Other cards are other figures.
  return useQuery({ queryKey: ['stats', JSON.stringify(config.home?.cards ?? [])], queryFn: () => loadStats(appName(location.pathname)), enabled });
};
