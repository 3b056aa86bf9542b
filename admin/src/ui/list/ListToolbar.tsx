import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import FilterListIcon from '@mui/icons-material/FilterList';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type SortPayload, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Resource } from '../../core/config';
import { SEARCH, valuesOf } from '../../core/filters';
import { FilterDialog } from '../filters/FilterDialog';
import { ColumnChooser } from './ColumnChooser';
import { SearchBox } from './SearchBox';
import type { Columns } from './useColumns';
import { useExport } from './useExport';
import type { Setting, Views } from './useViews';
import { ViewList } from './ViewList';

interface Props {
  resource: Resource;
  columns: Columns;
  views: Views;
  filter: Record<string, unknown>;
  setFilter: (filter: Record<string, unknown>) => void;
  sort: SortPayload;
  apply: (setting: Setting) => void;
  isEmpty: boolean;
  isNarrow: boolean;
}

/** What can be done with a list as a whole: search, filter, views, columns, export. */
export const ListToolbar = ({ resource, columns, views, filter, setFilter, sort, apply, isEmpty, isNarrow }: Props) => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const exporting = useExport(resource, columns.attributes, filter, sort);
  const isSearchable = resource.attributes.some((attribute) => attribute.search);
  const names = columns.isChosen ? columns.attributes.map(({ name }) => name) : undefined;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1, px: 2, py: 1.5 }}>
      {isSearchable && <SearchBox label={translate('app.list.search', { name: resource.labelPlural })} value={String(filter[SEARCH] ?? '')} onChange={(text) => setFilter(withSearch(filter, text))} />}
      <Button size="small" startIcon={<FilterListIcon />} aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}>{translate('app.list.add_filter')}</Button>
      <Box sx={{ flex: 1 }} />
      <ViewList views={views} current={{ filter, sort, columns: names }} apply={apply} />
      {!isNarrow && <ColumnChooser columns={columns} />}
      <Button size="small" startIcon={<DownloadIcon />} disabled={isEmpty} onClick={exporting.count === undefined ? exporting.start : exporting.cancel}>
        {exporting.count === undefined ? translate('app.list.export') : `${translate('app.list.exporting', { count: exporting.count })} · ${translate('app.cancel')}`}
      </Button>
      {anchor !== null && (
        <FilterDialog resource={resource} anchor={anchor} onClose={() => setAnchor(null)} onApply={(added) => {
          setFilter({ ...filter, ...valuesOf(added) });
          setAnchor(null);
        }} />
      )}
    </Box>
  );
};

const withSearch = (values: Record<string, unknown>, text: string): Record<string, unknown> => {
  const { [SEARCH]: _, ...rest } = values;
  return text.trim() === '' ? rest : { ...rest, [SEARCH]: text };
};
