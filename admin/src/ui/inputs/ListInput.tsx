import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import type { Attribute } from '../../core/config';
import { listOf } from '../../core/list';
import type { Place } from './Lookup';

/** Several values: each is typed and entered, or chosen where the column says which there are. */
export const ListInput = ({ attribute, texts, onChange, id, label, required, error, helperText, inputRef, onBlur, autoFocus = false }: Place & { attribute: Attribute; texts: string[]; onChange: (json: string) => void }) => {
  const translate = useTranslate();
  const options = attribute.options?.map(({ value }) => String(value)) ?? [];
  return (
    <Autocomplete<string, true, false, true>
      id={id}
      multiple
      freeSolo
      autoSelect={options.length === 0}
      options={options}
      value={texts}
      onBlur={onBlur}
      onChange={(_, next) => onChange(listOf(next, attribute))}
      renderInput={(params) => <TextField {...params} {...{ label, required, error, inputRef, autoFocus }} helperText={helperText ?? translate('app.form.list')} />}
    />
  );
};
