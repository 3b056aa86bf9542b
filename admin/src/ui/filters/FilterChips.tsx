import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Resource } from '../../core/config';
import { type Filter, filterKey, filtersOf, SEARCH, valuesOf } from '../../core/filters';
import { useCatalog } from '../catalog';
import { FilterChip } from './FilterChip';
import { FilterDialog } from './FilterDialog';

interface Props {
  resource: Resource;
  values: Record<string, unknown>;
  setValues: (values: Record<string, unknown>) => void;
}

/** The filters that hold, each to be changed or taken away. */
export const FilterChips = ({ resource, values, setValues }: Props) => {
  const translate = useTranslate();
  const catalog = useCatalog();
  const [edited, setEdited] = useState<{ filter: Filter; anchor: HTMLElement } | null>(null);
  const [added, setAdded] = useState<{ attribute: string; anchor: HTMLElement } | null>(null);
  const filters = filtersOf(values);
  // Those that the configuration wants in sight, as long as they say nothing yet.
  const offered = resource.attributes.filter(({ filter, name }) => filter === 'always' && !filters.some(({ attribute }) => attribute === name));
  if (filters.length === 0 && offered.length === 0) return null;
  const without = (filter: Filter) => Object.fromEntries(Object.entries(values).filter(([key]) => key !== filterKey(filter.attribute, filter.operator)));
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, px: 2, pb: 1.5, alignItems: 'center' }}>
      {filters.map((filter) => {
        const attribute = catalog.attribute(resource.name, filter.attribute);
        if (attribute === undefined) return null;
        return <FilterChip key={filterKey(filter.attribute, filter.operator)} resource={resource} attribute={attribute} filter={filter} onEdit={(anchor) => setEdited({ filter, anchor })} onRemove={() => setValues(without(filter))} />;
      })}
      {offered.map(({ name, label }) => <Chip key={name} label={label} size="small" variant="outlined" icon={<AddIcon />} onClick={(event) => setAdded({ attribute: name, anchor: event.currentTarget })} />)}
      {filters.length > 0 && <Button size="small" onClick={() => setValues(values[SEARCH] === undefined ? {} : { [SEARCH]: values[SEARCH] })}>{translate('app.list.clear')}</Button>}
      {added !== null && (
        <FilterDialog resource={resource} anchor={added.anchor} attribute={added.attribute} onClose={() => setAdded(null)} onApply={(chosen) => {
          setValues({ ...values, ...valuesOf(chosen) });
          setAdded(null);
        }} />
      )}
      {edited !== null && (
        <FilterDialog
          resource={resource}
          anchor={edited.anchor}
          filter={edited.filter}
          onClose={() => setEdited(null)}
          onApply={(chosen) => {
            setValues({ ...without(edited.filter), ...valuesOf(chosen) });
            setEdited(null);
          }}
        />
      )}
    </Box>
  );
};
