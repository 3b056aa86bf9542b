import BookmarkIcon from '@mui/icons-material/BookmarkBorder';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Popover from '@mui/material/Popover';
import { type SortPayload, useStore, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Resource } from '../../core/config';
import { filterOfView } from '../../core/filters';

/** What a view sets. */
export interface Setting {
  filter: Record<string, unknown>;
  sort: SortPayload | undefined;
  columns: string[] | undefined;
}

interface Saved extends Setting {
  name: string;
}

interface Props {
  resource: Resource;
  current: Setting;
  apply: (setting: Setting) => void;
}

export const sortOf = (text: string | undefined): SortPayload | undefined =>
  text === undefined ? undefined : { field: text.replace(/^-/, ''), order: text.startsWith('-') ? 'DESC' : 'ASC' };

/** Filters, order and columns under a name: those of the configuration, and the user's own. */
export const Views = ({ resource, current, apply }: Props) => {
  const translate = useTranslate();
  const [own, setOwn] = useStore<Saved[]>(`views.${resource.name}`, []);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [naming, setNaming] = useState<HTMLElement | null>(null);
  const [name, setName] = useState('');
  const configured: Saved[] = (resource.views ?? []).map((view) => ({ name: view.name, filter: filterOfView(view.filter ?? {}), sort: sortOf(view.sort), columns: view.columns }));
  const choose = (setting: Setting) => {
    apply(setting);
    setAnchor(null);
  };
  return (
    <>
      <Button size="small" startIcon={<BookmarkIcon />} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>{translate('app.list.views')}</Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => choose({ filter: {}, sort: undefined, columns: undefined })}>{translate('app.list.all_rows')}</MenuItem>
        {configured.map((view) => <MenuItem key={`c-${view.name}`} onClick={() => choose(view)}>{view.name}</MenuItem>)}
        {own.map((view) => (
          <MenuItem key={`o-${view.name}`} onClick={() => choose(view)} sx={{ pr: 1 }}>
            <Box sx={{ flex: 1, mr: 2 }}>{view.name}</Box>
            <IconButton size="small" aria-label={translate('app.list.remove_view', { name: view.name })} onClick={(event) => {
              event.stopPropagation();
              setOwn(own.filter((each) => each.name !== view.name));
            }}><DeleteIcon fontSize="small" /></IconButton>
          </MenuItem>
        ))}
        <Divider />
        <MenuItem onClick={() => { setNaming(anchor); setAnchor(null); }}>{translate('app.list.save_view')}</MenuItem>
      </Menu>
      <Popover open={naming !== null} anchorEl={naming} onClose={() => setNaming(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} slotProps={{ paper: { role: 'dialog', 'aria-label': translate('app.list.save_view') } }}>
        <Box component="form" sx={{ p: 2, display: 'flex', gap: 1 }} onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          if (name.trim() === '') return;
          setOwn([...own.filter((each) => each.name !== name.trim()), { ...current, name: name.trim() }]);
          setNaming(null);
          setName('');
        }}>
          <TextField autoFocus label={translate('app.list.view_name')} value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" variant="contained">{translate('app.form.save')}</Button>
        </Box>
      </Popover>
    </>
  );
};
