/** Lists that follow what others change, where the configuration wants it. */

import { useRefresh } from 'ra-core';
import { useEffect } from 'react';
import type { Resource } from '../../core/config';
import { onChanges } from '../../core/events';
import { useCatalog } from '../catalog';

export const useFollowing = ({ type, realtime }: Resource): void => {
  const refresh = useRefresh();
  const { apiRoot } = useCatalog().config;
  useEffect(() => (realtime === true ? onChanges(`${apiRoot}/changes/${encodeURIComponent(type)}`, refresh) : undefined), [apiRoot, type, realtime, refresh]);
};
