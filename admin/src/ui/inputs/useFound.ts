import { useGetList } from 'ra-core';
import type { Attribute, Resource } from '../../core/config';
import { filterOfView, having, SEARCH } from '../../core/filters';
import { type Row, userKeyAttributes } from '../../core/records';
import { sortOf } from '../list/useViews';

/** Rows that are offered at a time. */
const OFFERED = 25;

/** The rows that match what is typed, as the server finds them. */
export const useFound = (target: Resource, isWanted: boolean, text: string, lookup: Attribute['lookup'] = {}, within: Record<string, unknown> = {}, most = OFFERED) => {
  const order = sortOf(lookup.sort) ?? { field: userKeyAttributes(target)[0] ?? target.key[0] ?? '', order: 'ASC' };
  const { data, isPending } = useGetList<Row>(
    target.name,
    { pagination: { page: 1, perPage: most }, sort: order, filter: { ...filterOfView(lookup.filter ?? {}), ...having(within), ...(text === '' ? {} : { [SEARCH]: text }) }, meta: { columns: lookup.columns ?? [] } },
    { enabled: isWanted, placeholderData: (previous: unknown) => previous as never },
  );
  return { rows: data ?? [], isLoading: isPending && isWanted };
};
