import AddIcon from '@mui/icons-material/Add';
import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import FilterListIcon from '@mui/icons-material/FilterList';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Paper from '@mui/material/Paper';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useListController, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Resource } from '../core/config';
import { filterKey, filterOfView, filtersOf, SEARCH } from '../core/filters';
import type { Row } from '../core/records';
import { FilterChips } from '../ui/filters/FilterChips';
import { FilterDialog } from '../ui/filters/FilterDialog';
import { Cards } from '../ui/grid/Cards';
import { Grid } from '../ui/grid/Grid';
import { Pager } from '../ui/grid/Pager';
import { BulkBar } from '../ui/list/BulkBar';
import { ColumnChooser } from '../ui/list/ColumnChooser';
import { SearchBox } from '../ui/list/SearchBox';
import { useColumns } from '../ui/list/useColumns';
import { useExport } from '../ui/list/useExport';
import { sortOf, Views } from '../ui/list/Views';
import { Failure, Message } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';
import { useListKeys } from '../ui/list/useListKeys';

/** The rows of a resource: searched, filtered, sorted, paged; all of it in the address. */
export const ListPage = ({ resource }: { resource: Resource }) => {
  const translate = useTranslate();
  const isNarrow = useMediaQuery('(max-width:599px)');
  const columns = useColumns(resource);
  const firstView = resource.views?.find((view) => view.default === true);
  const list = useListController<Row>({
    resource: resource.name,
    perPage: resource.perPage ?? 25,
    sort: sortOf(firstView?.sort ?? resource.sort) ?? { field: 'id', order: 'ASC' },
    ...(firstView?.filter === undefined ? {} : { filterDefaultValues: filterOfView(firstView.filter) }),
    queryOptions: { meta: { columns: columns.attributes.map(({ name }) => name) } },
    disableSyncWithLocation: false,
    debounce: 0,
  });
  const [filterAnchor, setFilterAnchor] = useState<HTMLElement | null>(null);
  const exporting = useExport(resource, columns.attributes, list.filterValues, list.sort);
  useListKeys(resource);
  const rows = list.isPending ? undefined : list.data;
  const isFiltered = filtersOf(list.filterValues).length > 0 || (list.filterValues[SEARCH] ?? '') !== '';
  const setFilters = (values: Record<string, unknown>) => list.setFilters(values, [], false);
  const isEstimate = (list.meta as { isEstimate?: boolean } | undefined)?.isEstimate === true;
  const isSearchable = resource.attributes.some((attribute) => attribute.search);
  const isEmpty = rows?.length === 0;
  const label = resource.labelPlural;
  return (
    <>
      <PageHeader
        title={label}
        description={resource.description}
        info={resource.infoList}
        actions={resource.can.create && (
          <Button component={Link} to={paths.create(resource)} variant="contained" startIcon={<AddIcon />}>{translate('app.list.create')}</Button>
        )}
      />
      <Paper variant="outlined" sx={{ overflow: 'hidden', position: 'relative' }}>
        {list.isFetching && rows !== undefined && <LinearProgress aria-label={translate('app.loading')} sx={{ position: 'absolute', inset: '0 0 auto', height: 2 }} />}
        <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1, px: 2, py: 1.5 }}>
          {isSearchable && <SearchBox label={translate('app.list.search', { name: label })} value={String(list.filterValues[SEARCH] ?? '')} onChange={(text) => setFilters(withSearch(list.filterValues, text))} />}
          <Button size="small" startIcon={<FilterListIcon />} aria-haspopup="dialog" onClick={(event) => setFilterAnchor(event.currentTarget)}>{translate('app.list.add_filter')}</Button>
          <Box sx={{ flex: 1 }} />
          <Views resource={resource} current={{ filter: list.filterValues, sort: list.sort, columns: columns.isChosen ? columns.attributes.map(({ name }) => name) : undefined }} apply={(setting) => {
            setFilters(setting.filter);
            if (setting.sort !== undefined) list.setSort(setting.sort);
            if (setting.columns === undefined) columns.reset();
            else columns.choose(setting.columns);
          }} />
          {!isNarrow && <ColumnChooser columns={columns} />}
          <Button size="small" startIcon={<DownloadIcon />} disabled={isEmpty} onClick={exporting.count === undefined ? exporting.start : exporting.cancel}>
            {exporting.count === undefined ? translate('app.list.export') : `${translate('app.list.exporting', { count: exporting.count })} · ${translate('app.cancel')}`}
          </Button>
        </Box>
        <FilterChips resource={resource} values={list.filterValues} setValues={setFilters} />
        {list.selectedIds.length > 0 && <BulkBar resource={resource} ids={list.selectedIds} clear={list.onUnselectItems} />}
        {list.error !== null && list.error !== undefined ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : isEmpty ? (
          <Nothing resource={resource} isFiltered={isFiltered} clear={() => setFilters({})} />
        ) : isNarrow ? (
          <Cards resource={resource} attributes={columns.attributes} rows={rows} label={label} />
        ) : (
          <Grid
            resource={resource}
            attributes={columns.attributes}
            rows={rows}
            expected={10}
            sort={list.sort}
            setSort={list.setSort}
            label={label}
            selection={resource.can.delete ? { ids: list.selectedIds, toggle: list.onToggleItem, togglePage: (ids) => list.onSelect(ids.every((id) => list.selectedIds.includes(id)) ? [] : ids) } : undefined}
          />
        )}
        {rows !== undefined && rows.length > 0 && (
          <Pager page={list.page} perPage={list.perPage} count={rows.length} total={list.total} isEstimate={isEstimate} hasNext={list.hasNextPage === true} setPage={list.setPage} setPerPage={list.setPerPage} />
        )}
      </Paper>
      {filterAnchor !== null && (
        <FilterDialog resource={resource} anchor={filterAnchor} onClose={() => setFilterAnchor(null)} onApply={(filter) => {
          setFilters({ ...list.filterValues, [filterKey(filter.attribute, filter.operator)]: filter.value });
          setFilterAnchor(null);
        }} />
      )}
    </>
  );
};

const withSearch = (values: Record<string, unknown>, text: string): Record<string, unknown> => {
  const { [SEARCH]: _, ...rest } = values;
  return text.trim() === '' ? rest : { ...rest, [SEARCH]: text };
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
