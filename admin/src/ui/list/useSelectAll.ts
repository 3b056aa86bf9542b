/** Selecting every row of a filter, not only those of the page. */

import { type Identifier, type SortPayload, useDataProvider, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { errorText } from '../Message';

/** Ids in one request. */
const PAGE = 1_000;

/** The most rows that can be selected at a time. */
export const MOST = 10_000;

export const useSelectAll = (resource: Resource, filter: Record<string, unknown>, sort: SortPayload, select: (ids: Identifier[]) => void) => {
  const dataProvider = useDataProvider();
  const notify = useNotify();
  const translate = useTranslate();
  const [isRunning, setRunning] = useState(false);
  const run = async () => {
    setRunning(true);
    try {
      const ids: Identifier[] = [];
      for (let page = 1; ids.length < MOST; page += 1) {
        const { data } = await dataProvider.getList<Row>(resource.name, { pagination: { page, perPage: PAGE }, sort, filter, meta: { columns: [] } });
        ids.push(...data.map(({ id }) => id));
        if (data.length < PAGE) break;
      }
      select(ids);
    } catch (error) {
      notify(errorText(error, translate), { type: 'error' });
    } finally {
      setRunning(false);
    }
  };
  return { run: () => void run(), isRunning };
};
