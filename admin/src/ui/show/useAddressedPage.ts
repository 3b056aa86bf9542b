/** The page and the order of a tab, kept in the address, so that it can be sent to somebody and gone back to. */

import type { SortPayload } from 'ra-core';
import { useSearchParams } from 'react-router';

export const useAddressedPage = (first: SortPayload) => {
  const [parameters, setParameters] = useSearchParams();
  const page = Math.max(1, Math.floor(Number(parameters.get('page')) || 1));
  const field = parameters.get('sort');
  const sort: SortPayload = field === null ? first : { field, order: parameters.get('order') === 'DESC' ? 'DESC' : 'ASC' };
  const set = (next: { page: number; sort: SortPayload }) => {
    const isFirst = next.sort.field === first.field && next.sort.order === first.order;
    setParameters({ ...(next.page === 1 ? {} : { page: String(next.page) }), ...(isFirst ? {} : { sort: next.sort.field, order: next.sort.order }) }, { replace: true });
  };
  return { page, sort, setPage: (next: number) => set({ page: next, sort }), setSort: (next: SortPayload) => set({ page: 1, sort: next }) };
};
