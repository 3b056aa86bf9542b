import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import List from '@mui/material/List';
import ListItemButton from '@mui/material/ListItemButton';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useDeferredValue, useId, useState } from 'react';
import { type Attribute, defaultColumns } from '../../core/config';
import { formatValue } from '../../core/format';
import { useFormats } from '../catalog';
import { Message } from '../Message';
import type { Choice, Place } from './Lookup';
import { useFound } from './useFound';

/** Attributes that a row is told apart by, where nobody has said which. */
const COLUMNS = 4;

/** A row chosen in a dialog of its own, which has room for more than its name. */
export const LookupDialog = ({ id, label, required, error, helperText, inputRef, onBlur, autoFocus = false, ...choice }: Place & Choice) => {
  const translate = useTranslate();
  const { chosen, nameOf, settings, onChoose, create } = choice;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <TextField
        {...{ id, label, required, error, helperText, inputRef, onBlur, autoFocus }}
        value={chosen === null ? '' : nameOf(chosen)}
        placeholder={settings.placeholder}
        onClick={(event) => {
          if ((event.target as HTMLElement).tagName === 'INPUT') setOpen(true);
        }}
        onKeyDown={(event) => {
          if ((event.target as HTMLElement).tagName !== 'INPUT') return;
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            setOpen(true);
          }
          if ((event.key === 'Delete' || event.key === 'Backspace') && !required) onChoose(null);
        }}
        slotProps={{
          htmlInput: { readOnly: true, 'aria-haspopup': 'dialog' },
          input: {
            endAdornment: (
              <InputAdornment position="end">
                {create}
                <IconButton size="small" sx={{ p: 0.25 }} aria-label={translate('app.lookup.choose', { name: label })} onClick={() => setOpen(true)}><SearchIcon fontSize="small" /></IconButton>
              </InputAdornment>
            ),
          },
        }}
      />
      {isOpen && <Rows {...choice} label={label} required={required} onClose={() => setOpen(false)} />}
    </>
  );
};

const Rows = ({ target, chosen, nameOf, within, settings, onChoose, label, required, onClose }: Choice & { label: string; required: boolean; onClose: () => void }) => {
  const translate = useTranslate();
  const formats = useFormats();
  const title = useId();
  const [typed, setTyped] = useState('');
  const names = settings.lookup?.columns ?? defaultColumns(target).slice(0, COLUMNS);
  const found = useFound(target, true, useDeferredValue(typed), { ...settings.lookup, columns: names }, within);
  const columns = names.flatMap((name): Attribute[] => target.attributes.filter((each) => each.name === name && !target.userKey.includes(`{${name}}`)));
  const choose = (row: Parameters<typeof onChoose>[0]) => {
    onChoose(row);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={title}>
      <DialogTitle id={title} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{translate('app.lookup.choose', { name: label })}</DialogTitle>
      <DialogContent sx={{ height: 440 }}>
        <Box sx={{ pt: 1 }}><TextField type="search" autoFocus label={translate('app.lookup.type')} value={typed} onChange={(event) => setTyped(event.target.value)} /></Box>
        {found.rows.length === 0 && !found.isLoading ? <Message title={translate('app.lookup.none')} /> : (
          <List dense aria-label={target.labelPlural}>
            {found.rows.map((row) => (
              <li key={row.id}>
                <ListItemButton selected={String(row.id) === String(chosen?.id)} onClick={() => choose(row)} sx={{ display: 'block', borderRadius: 1 }}>
                  {nameOf(row)}
                  <Box component="span" sx={{ display: 'block', color: 'text.secondary', fontSize: '0.8125rem' }}>{columns.map((each) => formatValue(row[each.name], each, formats)).filter((each) => each !== '').join(' · ')}</Box>
                </ListItemButton>
              </li>
            ))}
          </List>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        {!required && chosen !== null && <Button onClick={() => choose(null)}>{translate('app.lookup.clear')}</Button>}
        <Button onClick={onClose}>{translate('app.cancel')}</Button>
      </DialogActions>
    </Dialog>
  );
};
