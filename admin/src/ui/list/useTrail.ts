import type { SortPayload } from 'ra-core';
import { useEffect } from 'react';
import type { Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { keepTrail } from '../../core/trail';

interface Shown {
  rows: Row[] | undefined;
  page: number;
  perPage: number;
  total: number | undefined;
  hasNext: boolean;
  filter: Record<string, unknown>;
  sort: SortPayload;
}

/** Keeps what a list shows, for the way from row to row. */
export const useTrail = (resource: Resource, { rows, ...shown }: Shown): void => {
  const text = JSON.stringify([rows?.map(({ id }) => id), shown]);
  useEffect(() => {
    if (rows !== undefined) keepTrail(resource.name, { ...shown, ids: rows.map(({ id }) => String(id)) });
    // Told by the text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [resource.name, text]);
};
