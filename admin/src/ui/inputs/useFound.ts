import { useGetList } from 'ra-core';
import type { Resource } from '../../core/config';
import { SEARCH } from '../../core/filters';
import { type Row, userKeyAttributes } from '../../core/records';

/** Rows that are offered at a time. */
const OFFERED = 25;

/** The rows that match what is typed, as the server finds them. */
export const useFound = (target: Resource, isWanted: boolean, text: string) => {
  const order = userKeyAttributes(target)[0] ?? target.key[0] ?? '';
  const { data, isPending } = useGetList<Row>(
    target.name,
    { pagination: { page: 1, perPage: OFFERED }, sort: { field: order, order: 'ASC' }, filter: text === '' ? {} : { [SEARCH]: text }, meta: { columns: [] } },
    { enabled: isWanted, placeholderData: (previous: unknown) => previous as never },
  );
  return { rows: data ?? [], isLoading: isPending && isWanted };
};
