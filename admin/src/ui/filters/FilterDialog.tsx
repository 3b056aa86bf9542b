import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { compositesOf, targetOf } from '../../core/composite';
import { type Attribute, type Relationship, type Resource, shownIn } from '../../core/config';
import { type Filter, type Operator, operatorsOf, VALUELESS } from '../../core/filters';
import { useCatalog } from '../catalog';
import { Lookup } from '../inputs/Lookup';
import { FilterValue } from './FilterValue';

interface Props {
  resource: Resource;
  anchor: HTMLElement;
  filter?: Filter | undefined;
  /** What is filtered by at first. */
  attribute?: string;
  onClose: () => void;
  /** One, or one for each part of a reference. */
  onApply: (filters: Filter[]) => void;
}

/** A filter in the making: which attribute, which condition, which value. */
export const FilterDialog = ({ resource, anchor, filter, attribute: begun, onClose, onApply }: Props) => {
  const translate = useTranslate();
  const offered = shownIn(resource, 'list').filter((attribute) => attribute.filter !== false && operatorsOf(attribute).length > 0);
  const [name, setName] = useState(filter?.attribute ?? begun ?? offered[0]?.name ?? '');
  const attribute = offered.find((each) => each.name === name) ?? offered[0];
  const [operator, setOperator] = useState<Operator>(filter?.operator ?? (attribute === undefined ? 'eq' : first(attribute)));
  const [value, setValue] = useState<unknown>(filter?.value ?? '');
  const [parts, setParts] = useState<Record<string, unknown>>();
  const catalog = useCatalog();
  // A row that is known by several attributes is filtered by at once, attribute by attribute.
  const composites = filter === undefined && begun === undefined ? compositesOf(resource) : [];
  const labelOf = ({ resource: target, attributes }: Relationship) => `${catalog.resource(target).label} (${attributes.map((each) => catalog.attribute(resource.name, each)?.label ?? each).join(', ')})`;
  const composite = composites.find((each) => keyOf(each) === name);
  if (attribute === undefined) return null;
  const isEmptiness = operator === 'empty';
  const choose = (next: string) => {
    const chosen = offered.find((each) => each.name === next);
    setName(next);
    if (chosen !== undefined) setOperator(first(chosen));
    setValue('');
    setParts(undefined);
  };
  const partOf = (part: string): Filter => {
    const of = composite === undefined ? undefined : parts?.[targetOf(composite, part)];
    // A part that is a reference alone is filtered by as one.
    return catalog.attribute(resource.name, part)?.relationship === undefined ? { attribute: part, operator: 'eq', value: of } : { attribute: part, operator: 'in', value: [of] };
  };
  const isReady = composite !== undefined ? parts !== undefined : VALUELESS.has(operator) || isEmptiness || (Array.isArray(value) ? value.some((each) => each !== '' && each !== null) : value !== '' && value !== null && value !== undefined);
  return (
    <Popover open anchorEl={anchor} onClose={onClose} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} slotProps={{ paper: { role: 'dialog', 'aria-label': translate('app.list.add_filter') } }}>
      <Box
        component="form"
        sx={{ p: 2, width: 320, maxWidth: 'calc(100vw - 32px)', display: 'grid', gap: 2 }}
        onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          event.stopPropagation();
          if (!isReady) return;
          if (composite !== undefined) onApply(composite.attributes.map(partOf));
          else onApply([{ attribute: attribute.name, operator, value: VALUELESS.has(operator) ? true : isEmptiness ? value !== 'false' && value !== false : value }]);
        }}
      >
        <TextField select label={translate('app.filter.attribute')} value={composite === undefined ? attribute.name : name} onChange={(event) => choose(event.target.value)}>
          {offered.map((each) => <MenuItem key={each.name} value={each.name}>{each.label}</MenuItem>)}
          {composites.map((each) => <MenuItem key={keyOf(each)} value={keyOf(each)}>{labelOf(each)}</MenuItem>)}
        </TextField>
        {composite !== undefined && (
          <Lookup key={name} id="filter-row" label={translate('app.filter.value')} required={false} error={false} helperText={undefined} autoFocus settings={WITHOUT_CREATION} relationship={composite} reference={parts} row={undefined} onChoose={(row) => setParts(row === null ? undefined : Object.fromEntries(composite.targetAttributes.map((each) => [each, row[each]])))} />
        )}
        {composite === undefined && <TextField select label={translate('app.filter.operator')} value={isEmptiness && (value === 'false' || value === false) ? 'not_empty' : operator} onChange={(event) => {
          const next = event.target.value;
          setOperator(next === 'not_empty' ? 'empty' : (next as Operator));
          setValue(next === 'not_empty' ? 'false' : next === 'empty' ? 'true' : '');
        }}>
          {operatorsOf(attribute).flatMap((each) => (each === 'empty' ? ['empty', 'not_empty'] : [each])).map((each) => (
            <MenuItem key={each} value={each}>{translate(`app.filter.op.${each}`)}</MenuItem>
          ))}
        </TextField>}
        {composite === undefined && !isEmptiness && !VALUELESS.has(operator) && <FilterValue resource={resource} attribute={attribute} operator={operator} value={value} onChange={setValue} />}
        <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1 }}>
          <Button onClick={onClose}>{translate('app.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={!isReady}>{translate('app.filter.apply')}</Button>
        </Box>
      </Box>
    </Popover>
  );
};

const WITHOUT_CREATION = { lookup: { create: false } };

/** What a reference is told from attributes by, none of which is called so. */
const keyOf = ({ name }: Relationship): string => `@${name}`;

const first = (attribute: Attribute): Operator => operatorsOf(attribute)[0] ?? 'eq';
