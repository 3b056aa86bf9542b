import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useGetManyReference, useNotify, useRefresh, useTranslate } from 'ra-core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { buttonsOf, type Resource, type Tab, tabRelationship } from '../../core/config';
import { targetFilter } from '../../core/dataProvider';
import { filterOfView } from '../../core/filters';
import type { Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { Cards } from '../grid/Cards';
import { Grid } from '../grid/Grid';
import { Pager } from '../grid/Pager';
import { useTotals } from '../list/useTotals';
import { useTrail } from '../list/useTrail';
import { sortOf } from '../list/useViews';
import { Failure, Message } from '../Message';
import { paths } from '../paths';
import { columnsOf } from './columns';
import { RowButtons } from './RowButtons';
import { useAddressedPage } from './useAddressedPage';

const InlineAdd = lazy(() => import('../form/InlineAdd').then((module) => ({ default: module.InlineAdd })));
const CreateDialog = lazy(() => import('../form/CreateDialog').then((module) => ({ default: module.CreateDialog })));

interface Props {
  resource: Resource;
  tab: Tab;
  row: Row;
  label: string;
  setTotal: (total: number) => void;
}

/** The rows of a relationship: sorted and paged by themselves, and a new one has its parent filled in. */
export const TabPanel = ({ resource, tab, row, label, setTotal }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const userKey = useUserKey();
  const isNarrow = useMediaQuery('(max-width:599px)');
  const child = useCatalog().resource(tab.resource);
  const relationship = tabRelationship(resource, tab);
  const foreignKey = relationship?.targetAttributes ?? [];
  const { page, setPage, sort, setSort } = useAddressedPage(sortOf(tab.sort ?? child.sort) ?? { field: 'id', order: 'ASC' });
  const perPage = tab.per_page ?? 10;
  const [isAdding, setAdding] = useState(false);
  const attributes = columnsOf(child, tab, foreignKey);
  const values = relationship?.attributes.map((name) => row[name]) ?? [];
  const target = foreignKey.join(',');
  const id = values.length === 1 ? (values[0] as string) : JSON.stringify(values);
  const own = filterOfView(tab.filter ?? {});
  const { total, data, error, isPending, isFetching, pageInfo, refetch } = useGetManyReference<Row>(child.name, {
    target,
    id,
    pagination: { page, perPage },
    sort,
    filter: own,
    meta: { columns: attributes.map(({ name }) => name) },
  });
  const list = isPending ? undefined : data;
  const hasNext = total === undefined ? pageInfo?.hasNextPage === true : page * perPage < total;
  const filter = { ...own, ...targetFilter(target, id) };
  const totals = useTotals(child, attributes, filter, list, isFetching);
  useTrail(child, { rows: list, page, perPage, total, hasNext, filter, sort });
  useEffect(() => {
    if (total !== undefined) setTotal(total);
  });
  const source = Object.fromEntries(foreignKey.map((name, index) => [name, values[index]]));
  const created = (row: Row) => {
    notify(translate('app.form.created', { name: userKey(child, row) }), { type: 'info' });
    // Rules may have changed the row that is shown, too.
    refresh();
  };
  const isOpenInPlace = isAdding && tab.add === 'inline';
  const add = !isOpenInPlace && child.can.create && tab.add !== false && (
    tab.add === 'page'
      ? <Button component={Link} to={paths.create(child, source)} size="small" variant="outlined" startIcon={<AddIcon />}>{translate('app.show.add', { name: child.label })}</Button>
      : <Button size="small" variant="outlined" startIcon={<AddIcon />} onClick={() => setAdding(true)}>{translate('app.show.add', { name: child.label })}</Button>
  );
  const buttons = buttonsOf(child);
  const hasButtons = buttons.edit || buttons.delete;
  return (
    <>
      {isAdding && tab.add === 'inline' && (
        <Suspense>
          <InlineAdd resource={child} attributes={attributes} source={source} onClose={() => setAdding(false)} onCreated={created} />
        </Suspense>
      )}
      {error !== null ? <Failure error={error} retry={() => void refetch()} /> : list?.length === 0 ? isOpenInPlace ? null : (
        <Message title={translate('app.show.empty_tab', { name: label })}>{add}</Message>
      ) : (
        <>
          {add !== false && <Box sx={{ display: 'flex', justifyContent: 'flex-end', px: 2, py: 1 }}>{add}</Box>}
          {isNarrow ? <Cards resource={child} attributes={attributes} rows={list} label={label} totals={totals} /> : (
            <Grid resource={child} attributes={attributes} rows={list} expected={3} sort={sort} setSort={setSort} label={label} totals={totals} {...(hasButtons ? { actions: (each: Row) => <RowButtons resource={child} row={each} /> } : {})} />
          )}
          {list !== undefined && (page > 1 || hasNext) && <Pager page={page} perPage={perPage} count={list.length} total={total} hasNext={hasNext} setPage={setPage} />}
        </>
      )}
      {isAdding && tab.add !== 'inline' && (
        <Suspense>
          <CreateDialog resource={child} source={source} onClose={() => setAdding(false)} onCreated={(row) => {
            setAdding(false);
            created(row);
          }} />
        </Suspense>
      )}
    </>
  );
};
