import AddIcon from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Paper from '@mui/material/Paper';
import useMediaQuery from '@mui/material/useMediaQuery';
import { type Identifier, useListController, useTranslate } from 'ra-core';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Resource } from '../core/config';
import { filtersOf, SEARCH } from '../core/filters';
import type { Row } from '../core/records';
import { Actions } from '../ui/actions/Actions';
import { FilterChips } from '../ui/filters/FilterChips';
import { Cards } from '../ui/grid/Cards';
import { Grid } from '../ui/grid/Grid';
import { Pager } from '../ui/grid/Pager';
import { BulkBar } from '../ui/list/BulkBar';
import { ListToolbar } from '../ui/list/ListToolbar';
import { SortMenu } from '../ui/list/SortMenu';
import { useColumns } from '../ui/list/useColumns';
import { useFollowing } from '../ui/list/useFollowing';
import { useListKeys } from '../ui/list/useListKeys';
import { useTotals } from '../ui/list/useTotals';
import { useTrail } from '../ui/list/useTrail';
import { type Setting, sortOf, useViews } from '../ui/list/useViews';
import { Failure, Message } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';

/** The rows of a resource: searched, filtered, sorted, paged; all of it in the address. */
export const ListPage = ({ resource }: { resource: Resource }) => {
  const translate = useTranslate();
  const isNarrow = useMediaQuery('(max-width:599px)');
  const views = useViews(resource);
  const columns = useColumns(resource, views.first?.columns);
  const list = useListController<Row>({
    resource: resource.name,
    perPage: resource.perPage ?? 25,
    sort: views.first?.sort ?? sortOf(resource.sort) ?? { field: 'id', order: 'ASC' },
    ...(views.first === undefined ? {} : { filterDefaultValues: views.first.filter }),
    queryOptions: { meta: { columns: columns.attributes.map(({ name }) => name) } },
    disableSyncWithLocation: false,
    debounce: 0,
  });
  const { filterValues: filter, sort, selectedIds, page, perPage, total } = list;
  const rows = list.isPending ? undefined : list.data;
  const hasNext = list.hasNextPage === true;
  const isEstimate = (list.meta as { isEstimate?: boolean } | undefined)?.isEstimate === true;
  const totals = useTotals(resource, columns.attributes, filter, rows, list.isFetching === true);
  useListKeys(resource);
  useFollowing(resource);
  useTrail(resource, { rows, page, perPage, total: isEstimate ? undefined : total, hasNext, filter, sort });
  const setFilter = (values: Record<string, unknown>) => list.setFilters(values, [], false);
  const apply = (setting: Setting) => {
    setFilter(setting.filter);
    if (setting.sort !== undefined) list.setSort(setting.sort);
    if (setting.columns === undefined) columns.reset();
    else columns.choose(setting.columns);
  };
  useAddressedView(views.find, apply);
  const ids = rows?.map(({ id }) => id) ?? [];
  const isPageSelected = ids.length > 0 && ids.every((id) => selectedIds.includes(id));
  const hasBulk = resource.can.delete || (resource.actions ?? []).some(({ scope }) => scope === 'bulk');
  const selection = { ids: selectedIds, toggle: list.onToggleItem, togglePage: (page: Identifier[]) => list.onSelect(isPageSelected ? [] : [...new Set([...selectedIds, ...page])]) };
  const isEmpty = rows?.length === 0;
  const label = resource.labelPlural;
  return (
    <>
      <PageHeader
        title={label}
        description={resource.description}
        info={resource.infoList}
        actions={
          <>
            <Actions resource={resource} scope="list" subject={{ filter }} mode="list" />
            {resource.can.create && <Button component={Link} to={paths.create(resource)} variant="contained" startIcon={<AddIcon />}>{translate('app.list.create')}</Button>}
          </>
        }
      />
      <Paper variant="outlined" sx={{ overflow: 'hidden', position: 'relative' }}>
        {list.isFetching && rows !== undefined && <LinearProgress aria-label={translate('app.loading')} sx={{ position: 'absolute', inset: '0 0 auto', height: 2 }} />}
        <ListToolbar resource={resource} columns={columns} views={views} filter={filter} setFilter={setFilter} sort={sort} apply={apply} isEmpty={isEmpty} isNarrow={isNarrow} />
        <FilterChips resource={resource} values={filter} setValues={setFilter} />
        {isNarrow && !isEmpty && <SortMenu attributes={columns.all} sort={sort} setSort={list.setSort} />}
        {selectedIds.length > 0 && (
          <BulkBar resource={resource} ids={selectedIds} attributes={columns.attributes} filter={filter} sort={sort} mayAll={isPageSelected && (hasNext || page > 1) && selectedIds.length < (total ?? Infinity)} total={isEstimate ? undefined : total} select={list.onSelect} clear={list.onUnselectItems} />
        )}
        {list.error !== null && list.error !== undefined ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : isEmpty ? (
          <Nothing resource={resource} isFiltered={filtersOf(filter).length > 0 || (filter[SEARCH] ?? '') !== ''} clear={() => setFilter({})} />
        ) : isNarrow ? (
          <Cards resource={resource} attributes={columns.attributes} rows={rows} label={label} totals={totals} />
        ) : (
          <Grid resource={resource} attributes={columns.attributes} rows={rows} expected={10} sort={sort} setSort={list.setSort} label={label} totals={totals} selection={hasBulk ? selection : undefined} />
        )}
        {rows !== undefined && rows.length > 0 && (
          <Pager page={page} perPage={perPage} count={rows.length} total={total} isEstimate={isEstimate} hasNext={hasNext} setPage={list.setPage} setPerPage={list.setPerPage} />
        )}
      </Paper>
    </>
  );
};

/** Has the list show the view that its address names, as `?view=open`. */
const useAddressedView = (find: (name: string) => Setting | undefined, apply: (setting: Setting) => void): void => {
  const [parameters] = useSearchParams();
  const name = parameters.get('view');
  useEffect(() => {
    const view = name === null ? undefined : find(name);
    if (view !== undefined) apply(view);
    // Once for each address that names one: what is chosen then stands in the address itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [name]);
};

/** No row yet, or none that matches: two different things to do. */
const Nothing = ({ resource, isFiltered, clear }: { resource: Resource; isFiltered: boolean; clear: () => void }) => {
  const translate = useTranslate();
  if (isFiltered) {
    return <Message title={translate('app.list.no_match')}><Button variant="outlined" onClick={clear}>{translate('app.list.clear')}</Button></Message>;
  }
  return (
    <Message title={translate('app.list.empty', { name: resource.labelPlural })} text={resource.can.create ? translate('app.list.empty_hint') : undefined}>
      {resource.can.create && <Button component={Link} to={paths.create(resource)} variant="contained" startIcon={<AddIcon />}>{translate('app.list.create')}</Button>}
    </Message>
  );
};
