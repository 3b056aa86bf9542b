import AddIcon from '@mui/icons-material/Add';
import EditIcon from '@mui/icons-material/EditOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import useMediaQuery from '@mui/material/useMediaQuery';
import { type SortPayload, useGetManyReference, useNotify, useRefresh, useTranslate } from 'ra-core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { type Attribute, defaultColumns, type Resource, type Tab, tabRelationship } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog, useUserKey } from '../catalog';
import { Cards } from '../grid/Cards';
import { Grid } from '../grid/Grid';
import { Pager } from '../grid/Pager';
import { Failure, Message } from '../Message';
import { paths } from '../paths';
import { sortOf } from '../list/Views';

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
  const [page, setPage] = useState(1);
  const perPage = tab.per_page ?? 10;
  const [sort, setSort] = useState<SortPayload>(sortOf(tab.sort ?? child.sort) ?? { field: 'id', order: 'ASC' });
  const [isAdding, setAdding] = useState(false);
  const attributes = columnsOf(child, tab, foreignKey);
  const values = relationship?.attributes.map((name) => row[name]) ?? [];
  const target = foreignKey.join(',');
  const rows = useGetManyReference<Row>(child.name, {
    target,
    id: values.length === 1 ? (values[0] as string) : JSON.stringify(values),
    pagination: { page, perPage },
    sort,
    filter: {},
    meta: { columns: attributes.map(({ name }) => name) },
  });
  const { total, data, error, isPending, pageInfo, refetch } = rows;
  useEffect(() => {
    if (total !== undefined) setTotal(total);
  });
  const source = Object.fromEntries(foreignKey.map((name, index) => [name, values[index]]));
  const add = child.can.create && tab.add !== false && (
    tab.add === 'page'
      ? <Button component={Link} to={paths.create(child, source)} size="small" variant="outlined" startIcon={<AddIcon />}>{translate('app.show.add', { name: child.label })}</Button>
      : <Button size="small" variant="outlined" startIcon={<AddIcon />} onClick={() => setAdding(true)}>{translate('app.show.add', { name: child.label })}</Button>
  );
  const list = isPending ? undefined : data;
  const edit = (each: Row) => (
    <IconButton component={Link} to={paths.edit(child, each.id)} size="small" aria-label={`${translate('app.show.edit')}: ${userKey(child, each)}`}><EditIcon fontSize="small" /></IconButton>
  );
  const hasNext = total === undefined ? pageInfo?.hasNextPage === true : page * perPage < total;
  return (
    <>
      {error !== null ? <Failure error={error} retry={() => void refetch()} /> : list?.length === 0 ? (
        <Message title={translate('app.show.empty_tab', { name: label })}>{add}</Message>
      ) : (
        <>
          {add !== false && <Box sx={{ display: 'flex', justifyContent: 'flex-end', px: 2, py: 1 }}>{add}</Box>}
          {isNarrow ? <Cards resource={child} attributes={attributes} rows={list} label={label} /> : (
            <Grid resource={child} attributes={attributes} rows={list} expected={3} sort={sort} setSort={(next) => { setSort(next); setPage(1); }} label={label} {...(child.can.edit ? { actions: edit } : {})} />
          )}
          {list !== undefined && (page > 1 || hasNext) && <Pager page={page} perPage={perPage} count={list.length} total={total} hasNext={hasNext} setPage={setPage} />}
        </>
      )}
      {isAdding && (
        <Suspense>
          <CreateDialog resource={child} source={source} onClose={() => setAdding(false)} onCreated={(created) => {
            setAdding(false);
            notify(translate('app.form.created', { name: userKey(child, created) }), { type: 'info' });
            // Rules may have changed the row that is shown, too.
            refresh();
          }} />
        </Suspense>
      )}
    </>
  );
};

/** The columns of the child, without the key that leads back here. */
const columnsOf = (child: Resource, tab: Tab, foreignKey: string[]): Attribute[] => {
  const named = tab.attributes?.map((each) => (typeof each === 'string' ? each : each.name));
  return (named ?? defaultColumns(child).filter((name) => !foreignKey.includes(name)))
    .map((name) => child.attributes.find((each) => each.name === name))
    .filter((each) => each !== undefined);
};
