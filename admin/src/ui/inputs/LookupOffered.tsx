import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import type { Row } from '../../core/records';
import type { Choice, Place } from './Lookup';
import { LookupSearch } from './LookupSearch';
import { useFound } from './useFound';

/** So many rows one still looks through. */
const MOST = { select: 100, radio: 12 };

/** A row of a few that are all in sight; of many it is searched. */
export const LookupOffered = ({ mode, ...props }: Place & Choice & { mode: 'select' | 'radio' }) => {
  const { target, chosen, within, settings } = props;
  const found = useFound(target, true, '', settings.lookup, within, MOST[mode] + 1);
  if (found.rows.length > MOST[mode]) return <LookupSearch {...props} />;
  const rows = chosen === null || found.rows.some(({ id }) => String(id) === String(chosen.id)) ? found.rows : [chosen, ...found.rows];
  const Offered = mode === 'select' ? Menu : Radios;
  return <Offered {...props} rows={rows} />;
};

type Props = Place & Choice & { rows: Row[] };

const find = (rows: Row[], id: string): Row | null => rows.find((row) => String(row.id) === id) ?? null;

const Menu = ({ rows, chosen, nameOf, onChoose, create, id, label, required, error, helperText, inputRef, onBlur, autoFocus = false }: Props) => (
  <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5 }}>
    <TextField
      {...{ id, label, required, error, helperText, inputRef, onBlur, autoFocus }}
      select
      value={chosen === null ? '' : String(chosen.id)}
      onChange={(event) => onChoose(find(rows, event.target.value))}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      {(!required || chosen === null) && <MenuItem value="">—</MenuItem>}
      {rows.map((row) => <MenuItem key={row.id} value={String(row.id)}>{nameOf(row)}</MenuItem>)}
    </TextField>
    {create !== false && <Box sx={{ pt: 0.75 }}>{create}</Box>}
  </Box>
);

const Radios = ({ rows, chosen, nameOf, onChoose, create, id, label, required, error, helperText, inputRef, onBlur }: Props) => {
  const translate = useTranslate();
  const choices = [...(required ? [] : [{ value: '', text: translate('app.null') }]), ...rows.map((row) => ({ value: String(row.id), text: nameOf(row) }))];
  return (
    <FormControl required={required} error={error} onBlur={onBlur}>
      <FormLabel id={`${id}-label`} sx={{ fontSize: '0.75rem' }}>{label}{create !== false && <Box component="span" sx={{ ml: 0.5 }}>{create}</Box>}</FormLabel>
      <RadioGroup row aria-labelledby={`${id}-label`} value={chosen === null ? '' : String(chosen.id)} onChange={(_, value) => onChoose(find(rows, value))}>
        {choices.map(({ value, text }, index) => (
          <FormControlLabel key={value} value={value} label={text} control={<Radio size="small" slotProps={{ input: { ...(index === 0 ? { id, ref: inputRef } : {}) } }} />} />
        ))}
      </RadioGroup>
      {helperText !== undefined && <FormHelperText>{helperText}</FormHelperText>}
    </FormControl>
  );
};
