import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { type Attribute, type Resource, shownIn } from '../../core/config';
import { type Filter, type Operator, operatorsOf, VALUELESS } from '../../core/filters';
import { FilterValue } from './FilterValue';

interface Props {
  resource: Resource;
  anchor: HTMLElement;
  filter?: Filter | undefined;
  /** What is filtered by at first. */
  attribute?: string;
  onClose: () => void;
  onApply: (filter: Filter) => void;
}

/** A filter in the making: which attribute, which condition, which value. */
export const FilterDialog = ({ resource, anchor, filter, attribute: begun, onClose, onApply }: Props) => {
  const translate = useTranslate();
  const offered = shownIn(resource, 'list').filter((attribute) => attribute.filter !== false && operatorsOf(attribute).length > 0);
  const [name, setName] = useState(filter?.attribute ?? begun ?? offered[0]?.name ?? '');
  const attribute = offered.find((each) => each.name === name) ?? offered[0];
  const [operator, setOperator] = useState<Operator>(filter?.operator ?? (attribute === undefined ? 'eq' : first(attribute)));
  const [value, setValue] = useState<unknown>(filter?.value ?? '');
  if (attribute === undefined) return null;
  const isEmptiness = operator === 'empty';
  const choose = (next: Attribute) => {
    setName(next.name);
    setOperator(first(next));
    setValue('');
  };
  const isReady = VALUELESS.has(operator) || isEmptiness || (Array.isArray(value) ? value.some((each) => each !== '' && each !== null) : value !== '' && value !== null && value !== undefined);
  return (
    <Popover open anchorEl={anchor} onClose={onClose} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} slotProps={{ paper: { role: 'dialog', 'aria-label': translate('app.list.add_filter') } }}>
      <Box
        component="form"
        sx={{ p: 2, width: 320, maxWidth: 'calc(100vw - 32px)', display: 'grid', gap: 2 }}
        onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          event.stopPropagation();
          if (isReady) onApply({ attribute: attribute.name, operator, value: VALUELESS.has(operator) ? true : isEmptiness ? value !== 'false' && value !== false : value });
        }}
      >
        <TextField select label={translate('app.filter.attribute')} value={attribute.name} onChange={(event) => choose(offered.find((each) => each.name === event.target.value) ?? attribute)}>
          {offered.map((each) => <MenuItem key={each.name} value={each.name}>{each.label}</MenuItem>)}
        </TextField>
        <TextField select label={translate('app.filter.operator')} value={isEmptiness && (value === 'false' || value === false) ? 'not_empty' : operator} onChange={(event) => {
          const next = event.target.value;
          setOperator(next === 'not_empty' ? 'empty' : (next as Operator));
          setValue(next === 'not_empty' ? 'false' : next === 'empty' ? 'true' : '');
        }}>
          {operatorsOf(attribute).flatMap((each) => (each === 'empty' ? ['empty', 'not_empty'] : [each])).map((each) => (
            <MenuItem key={each} value={each}>{translate(`app.filter.op.${each}`)}</MenuItem>
          ))}
        </TextField>
        {!isEmptiness && !VALUELESS.has(operator) && <FilterValue resource={resource} attribute={attribute} operator={operator} value={value} onChange={setValue} />}
        <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1 }}>
          <Button onClick={onClose}>{translate('app.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={!isReady}>{translate('app.filter.apply')}</Button>
        </Box>
      </Box>
    </Popover>
  );
};

const first = (attribute: Attribute): Operator => operatorsOf(attribute)[0] ?? 'eq';
