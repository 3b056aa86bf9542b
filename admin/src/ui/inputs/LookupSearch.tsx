import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import { formatValue } from '../../core/format';
import type { Row } from '../../core/records';
import { useFormats } from '../catalog';
import type { Choice, Place } from './Lookup';
import { useFound } from './useFound';

/** A row found by typing, searched by the server. */
export const LookupSearch = ({ target, chosen, nameOf, within, settings, onChoose, create, label, inputRef, helperText, ...input }: Place & Choice) => {
  const translate = useTranslate();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const chosenText = chosen === null ? '' : nameOf(chosen);
  const text = useDeferredValue(typed);
  const found = useFound(target, isOpen, chosenText === text ? '' : text, settings.lookup, within);
  const columns = (settings.lookup?.columns ?? []).flatMap((name) => target.attributes.find((each) => each.name === name) ?? []);
  const formats = useFormats();
  return (
    <Autocomplete<Row>
      {...{ id: input.id, onBlur: input.onBlur }}
      options={found.rows}
      loading={found.isLoading}
      value={chosen}
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onChange={(_, option) => onChoose(option)}
      inputValue={typed}
      onInputChange={(_, next) => setTyped(next)}
      filterOptions={(options) => options}
      getOptionLabel={(option) => nameOf(option)}
      getOptionKey={(option) => option.id}
      isOptionEqualToValue={(option, other) => String(option.id) === String(other.id)}
      noOptionsText={translate('app.lookup.none')}
      loadingText={translate('app.loading')}
      disableClearable={input.required as false}
      autoHighlight
      renderOption={({ key: _, ...props }, option) => (
        <Box component="li" {...props} key={option.id}>
          <Box sx={{ minWidth: 0 }}>
            {nameOf(option)}
            {columns.length > 0 && <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{columns.map((each) => formatValue(option[each.name], each, formats)).filter((each) => each !== '').join(' · ')}</Box>}
          </Box>
        </Box>
      )}
      renderInput={({ slotProps, ...params }) => (
        <TextField
          {...params}
          label={label}
          required={input.required}
          error={input.error}
          helperText={helperText}
          inputRef={inputRef}
          autoFocus={input.autoFocus ?? false}
          placeholder={settings.placeholder ?? translate('app.lookup.type')}
          slotProps={{
            ...slotProps,
            input: {
              ...slotProps.input,
              endAdornment: (
                <>
                  {create !== false && <InputAdornment position="end" sx={{ ml: 0 }}>{create}</InputAdornment>}
                  {slotProps.input.endAdornment}
                </>
              ),
            },
          }}
        />
      )}
    />
  );
};
