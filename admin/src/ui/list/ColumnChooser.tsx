import ArrowDownwardIcon from '@mui/icons-material/ArrowDownward';
import ArrowUpwardIcon from '@mui/icons-material/ArrowUpward';
import ViewColumnIcon from '@mui/icons-material/ViewColumnOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Columns } from './useColumns';

/** From how many columns on one is looked for by its name. */
const MANY = 15;

/** Which columns a list has, and in which order: without dragging. */
export const ColumnChooser = ({ columns }: { columns: Columns }) => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState('');
  const names = columns.attributes.map(({ name }) => name);
  const rest = columns.all.filter(({ name }) => !names.includes(name));
  const move = (name: string, by: number) => {
    const at = names.indexOf(name);
    const next = names.filter((each) => each !== name);
    next.splice(at + by, 0, name);
    columns.choose(next);
  };
  const toggle = (name: string) => columns.choose(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]);
  const isMeant = ({ label }: { label: string }) => label.toLowerCase().includes(text.trim().toLowerCase());
  const close = () => {
    setAnchor(null);
    setText('');
  };
  return (
    <>
      <Button size="small" startIcon={<ViewColumnIcon />} aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}>{translate('app.list.columns')}</Button>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={close} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} slotProps={{ paper: { 'aria-label': translate('app.list.columns'), role: 'dialog' } }}>
        {columns.all.length > MANY && (
          <Box sx={{ p: 1, pb: 0 }}>
            <TextField autoFocus fullWidth value={text} onChange={(event) => setText(event.target.value)} placeholder={translate('app.list.find_column')} slotProps={{ htmlInput: { 'aria-label': translate('app.list.find_column') } }} />
          </Box>
        )}
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 1, height: columns.all.length > MANY ? 420 : undefined, maxHeight: 'min(420px, 60vh)', overflowY: 'auto', width: 320, maxWidth: '100%' }}>
          {[...columns.attributes, ...rest].filter(isMeant).map((attribute) => {
            const at = names.indexOf(attribute.name);
            return (
              <Box component="li" key={attribute.name} sx={{ display: 'flex', alignItems: 'center' }}>
                <FormControlLabel
                  sx={{ flex: 1, m: 0 }}
                  control={<Checkbox size="small" checked={at >= 0} disabled={at >= 0 && names.length === 1} onChange={() => toggle(attribute.name)} />}
                  label={attribute.label}
                />
                {at >= 0 && (
                  <>
                    <IconButton size="small" disabled={at === 0} aria-label={translate('app.list.up', { name: attribute.label })} onClick={() => move(attribute.name, -1)}><ArrowUpwardIcon fontSize="inherit" /></IconButton>
                    <IconButton size="small" disabled={at === names.length - 1} aria-label={translate('app.list.down', { name: attribute.label })} onClick={() => move(attribute.name, 1)}><ArrowDownwardIcon fontSize="inherit" /></IconButton>
                  </>
                )}
              </Box>
            );
          })}
        </Box>
        <Box sx={{ p: 1, borderTop: 1, borderColor: 'divider' }}>
          <Button size="small" disabled={!columns.isChosen} onClick={columns.reset}>{translate('app.list.columns_reset')}</Button>
        </Box>
      </Popover>
    </>
  );
};
