import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { formatValue } from '../../core/format';
import type { Row } from '../../core/records';
import { useFormats } from '../catalog';
import type { Choice, Place } from './Lookup';
import { useSearchBox } from './useSearchBox';

/** A row found by typing, searched by the server. */
export const LookupSearch = ({ target, chosen, nameOf, within, settings, onChoose, create, label, inputRef, helperText, ...input }: Place & Choice) => {
  const translate = useTranslate();
  const box = useSearchBox(target, chosen === null ? '' : nameOf(chosen), settings.lookup, within);
  const columns = (settings.lookup?.columns ?? []).flatMap((name) => target.attributes.find((each) => each.name === name) ?? []);
  const formats = useFormats();
  return (
    <Autocomplete<Row>
      {...{ id: input.id, onBlur: input.onBlur }}
      {...box}
      value={chosen}
      onChange={(_, option) => onChoose(option)}
      getOptionLabel={(option) => nameOf(option)}
      isOptionEqualToValue={(option, other) => String(option.id) === String(other.id)}
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
