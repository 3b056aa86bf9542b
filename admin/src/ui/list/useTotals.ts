/** The sums below a list: of all rows of the filter, asked for where `total` wants them. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { useMemo } from 'react';
import type { Attribute, Resource } from '../../core/config';
import type { Provider } from '../../core/dataProvider';

let versions = 0;

export const useTotals = (resource: Resource, attributes: Attribute[], filter: Record<string, unknown>, rows: unknown[] | undefined, isFetching: boolean): Record<string, unknown> | undefined => {
  const dataProvider = useDataProvider<Provider>();
  const wanted = attributes.filter(({ total }) => total === true).map(({ name }) => name);
  // Other rows, other sums.
  const version = useMemo(() => {
    versions += 1;
    return rows === undefined ? 0 : versions;
  }, [rows]);
  const { data } = useQuery({
    queryKey: [resource.name, 'totals', wanted, filter, version],
    queryFn: ({ signal }) => dataProvider.totals(resource.name, { attributes: wanted, filter, signal }),
    // Rows that are about to be replaced are not added up.
    enabled: !isFetching && wanted.length > 0 && rows !== undefined && rows.length > 0,
    placeholderData: keepPreviousData,
  });
  return wanted.length === 0 ? undefined : (data ?? {});
};
