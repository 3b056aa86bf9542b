/** All rows of a filter, or certain ones, as a file. */

import { type Identifier, type SortPayload, useDataProvider, useNotify, useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import type { Attribute, Resource } from '../../core/config';
import { type Column, csv, download } from '../../core/export';
import { IDS } from '../../core/filters';
import { NUMERIC } from '../../core/format';
import { stringify } from '../../core/json';
import { relatedTo, type Row, userKey } from '../../core/records';
import { errorText } from '../Message';
import { useCatalog } from '../catalog';

/** Rows in one request. */
const PAGE = 1_000;

/** Ids in one request: they stand in its address. */
const IDS_AT_ONCE = 100;

export const useExport = (resource: Resource, attributes: Attribute[], filter: Record<string, unknown>, sort: SortPayload, ids?: Identifier[]) => {
  const dataProvider = useDataProvider();
  const catalog = useCatalog();
  const notify = useNotify();
  const translate = useTranslate();
  const [count, setCount] = useState<number | undefined>(undefined);
  const isCancelled = useRef(false);

  const columns: Column[] = attributes.map((attribute) => ({
    label: attribute.label,
    text: (row) => textOf(row as Row, attribute),
  }));

  const textOf = (row: Row, attribute: Attribute): { text: string; isNumber: boolean } => {
    const value = row[attribute.name];
    if (value === null || value === undefined) return { text: '', isNumber: false };
    const related = attribute.relationship === undefined ? undefined : relatedTo(row, attribute.relationship);
    const target = related === undefined || related === null ? undefined : catalog.find(related.resource);
    if (target !== undefined && related?.record !== undefined) return { text: userKey(catalog, target, related.record), isNumber: false };
    return { text: typeof value === 'object' ? stringify(value) : String(value), isNumber: NUMERIC.has(attribute.type) };
  };

  const start = async () => {
    isCancelled.current = false;
    setCount(0);
    const rows: Row[] = [];
    try {
      const ask = async (page: number, wanted: Record<string, unknown>): Promise<number> => {
        const { data } = await dataProvider.getList<Row>(resource.name, { pagination: { page, perPage: PAGE }, sort, filter: wanted, meta: { columns: attributes.map(({ name }) => name) } });
        rows.push(...data);
        setCount(rows.length);
        return data.length;
      };
      if (ids === undefined) {
        for (let page = 1; (await ask(page, filter)) === PAGE && !isCancelled.current; page += 1);
      } else {
        for (let start = 0; start < ids.length && !isCancelled.current; start += IDS_AT_ONCE) await ask(1, { [IDS]: ids.slice(start, start + IDS_AT_ONCE) });
      }
      if (isCancelled.current) return;
      download(csv(columns, rows), `${resource.name}.csv`, 'text/csv;charset=utf-8');
      notify(translate('app.list.exported', { smart_count: rows.length }), { type: 'info' });
    } catch (error) {
      notify(errorText(error, translate), { type: 'error' });
    } finally {
      setCount(undefined);
    }
  };

  return { start: () => void start(), count, cancel: () => { isCancelled.current = true; setCount(undefined); } };
};
