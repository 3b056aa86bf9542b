import Autocomplete from '@mui/material/Autocomplete';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { type Attribute, type Resource, relationshipOf } from '../../core/config';
import { listOfValues, type Operator } from '../../core/filters';
import { LookupMany } from '../inputs/LookupMany';

interface Props {
  resource: Resource;
  attribute: Attribute;
  operator: Operator;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** The value of a filter, as the attribute's type asks. */
export const FilterValue = ({ resource, attribute, operator, value, onChange }: Props) => {
  const translate = useTranslate();
  const label = translate('app.filter.value');
  const relationship = relationshipOf(resource, attribute);
  if (relationship !== undefined) {
    return <LookupMany label={label} relationship={relationship} values={Array.isArray(value) ? (value as unknown[]) : []} onChange={onChange} />;
  }
  if (attribute.type === 'boolean') {
    return (
      <TextField select label={label} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)}>
        <MenuItem value="true">{translate('app.yes')}</MenuItem>
        <MenuItem value="false">{translate('app.no')}</MenuItem>
      </TextField>
    );
  }
  if (operator === 'in' && attribute.options !== undefined) {
    const chosen = attribute.options.filter((option) => Array.isArray(value) && value.includes(option.value));
    return (
      <Autocomplete multiple options={attribute.options} value={chosen} getOptionLabel={(option) => option.label} onChange={(_, options) => onChange(options.map((option) => option.value))} renderInput={(params) => <TextField {...params} label={label} />} />
    );
  }
  const type = attribute.type === 'date' || attribute.type === 'dateTime' ? (operator === 'lastdays' ? 'number' : 'date') : 'text';
  const shared = { type, slotProps: type === 'date' ? { inputLabel: { shrink: true } } : {} };
  if (operator === 'between') {
    const [from, to] = Array.isArray(value) ? (value as string[]) : ['', ''];
    return (
      <>
        <TextField {...shared} label={translate('app.filter.from')} value={from ?? ''} onChange={(event) => onChange([event.target.value, to ?? ''])} />
        <TextField {...shared} label={translate('app.filter.to')} value={to ?? ''} onChange={(event) => onChange([from ?? '', event.target.value])} />
      </>
    );
  }
  const name = operator === 'lastdays' ? translate('app.filter.days') : operator === 'in' ? translate('app.filter.values') : label;
  const text = Array.isArray(value) ? listOfValues(value as unknown[]) : String(value ?? '');
  return <TextField {...shared} autoFocus label={name} value={text} onChange={(event) => onChange(event.target.value)} helperText={operator === 'in' && attribute.json === 'string' ? translate('app.filter.quoted') : undefined} />;
};
