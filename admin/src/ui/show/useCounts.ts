/** How many rows tabs have that are not open, where the configuration wants it said. */

import { useQueries } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { type Resource, type Tab, tabRelationship } from '../../core/config';
import { filterOfView } from '../../core/filters';
import type { Row } from '../../core/records';

export const useCounts = (resource: Resource, tabs: Tab[], row: Row): Record<string, number | undefined> => {
  const dataProvider = useDataProvider();
  const counted = tabs.filter(({ count }) => count === true);
  const answers = useQueries({
    queries: counted.map((tab) => ({
      queryKey: [tab.resource, 'count', resource.name, row.id, tab.name],
      queryFn: async () => {
        const relationship = tabRelationship(resource, tab);
        const filter = Object.fromEntries(relationship?.targetAttributes.map((name, index) => [`${name}@eq`, row[relationship.attributes[index] ?? '']]) ?? []);
        const { total } = await dataProvider.getList<Row>(tab.resource, { pagination: { page: 1, perPage: 1 }, sort: { field: 'id', order: 'ASC' }, filter: { ...filterOfView(tab.filter ?? {}), ...filter }, meta: { columns: [] } });
        return total ?? null;
      },
    })),
  });
  return Object.fromEntries(counted.map(({ name }, index) => [name, answers[index]?.data ?? undefined]));
};
