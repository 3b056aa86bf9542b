import ArrowDownwardIcon from '@mui/icons-material/ArrowDownward';
import ArrowUpwardIcon from '@mui/icons-material/ArrowUpward';
import ViewColumnIcon from '@mui/icons-material/ViewColumnOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Columns } from './useColumns';

/** Which columns a list has, and in which order: without dragging. */
export const ColumnChooser = ({ columns }: { columns: Columns }) => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const names = columns.attributes.map(({ name }) => name);
  const rest = columns.all.filter(({ name }) => !names.includes(name));
  const move = (name: string, by: number) => {
    const at = names.indexOf(name);
    const next = names.filter((each) => each !== name);
    next.splice(at + by, 0, name);
    columns.choose(next);
  };
  const toggle = (name: string) => columns.choose(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]);
  return (
    <>
      <Button size="small" startIcon={<ViewColumnIcon />} aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}>{translate('app.list.columns')}</Button>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} slotProps={{ paper: { 'aria-label': translate('app.list.columns'), role: 'dialog' } }}>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 1, maxHeight: 420, overflowY: 'auto', minWidth: 280 }}>
          {[...columns.attributes, ...rest].map((attribute) => {
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
