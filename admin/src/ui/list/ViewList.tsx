import BookmarkIcon from '@mui/icons-material/BookmarkBorder';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import StarIcon from '@mui/icons-material/Star';
import StarBorderIcon from '@mui/icons-material/StarBorder';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { type ReactNode, useState } from 'react';
import type { Setting, View, Views } from './useViews';

interface Props {
  views: Views;
  current: Setting;
  apply: (setting: Setting) => void;
}

/** The views of a list: to choose one, to have the list begin with one, to keep what is shown as another. */
export const ViewList = ({ views, current, apply }: Props) => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [name, setName] = useState('');
  const close = () => setAnchor(null);
  const choose = (setting: Setting) => {
    apply(setting);
    close();
  };
  const entry = (view: View | undefined) => {
    const label = view?.name ?? translate('app.list.all_rows');
    const isFirst = views.first?.name === view?.name;
    return (
      <Entry key={label} label={label} onClick={() => choose(view ?? { filter: {}, sort: undefined, columns: undefined })}>
        {view?.isOwn === true && <IconButton size="small" aria-label={translate('app.list.remove_view', { name: label })} onClick={() => views.remove(label)}><DeleteIcon fontSize="small" /></IconButton>}
        <IconButton size="small" aria-pressed={isFirst} aria-label={translate('app.list.begin_with', { name: label })} onClick={() => views.beginWith(view?.name ?? null)}>
          {isFirst ? <StarIcon fontSize="small" color="primary" /> : <StarBorderIcon fontSize="small" />}
        </IconButton>
      </Entry>
    );
  };
  return (
    <>
      <Button size="small" startIcon={<BookmarkIcon />} aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}>{translate('app.list.views')}</Button>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={close} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} slotProps={{ paper: { role: 'dialog', 'aria-label': translate('app.list.views') } }}>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 1, minWidth: 280, maxHeight: 360, overflowY: 'auto' }}>
          {entry(undefined)}
          {views.all.map(entry)}
        </Box>
        <Box component="form" sx={{ p: 2, borderTop: 1, borderColor: 'divider', display: 'flex', gap: 1 }} onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          if (name.trim() === '') return;
          views.save(name.trim(), current);
          setName('');
          close();
        }}>
          <TextField label={translate('app.list.save_view')} value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" variant="outlined" disabled={name.trim() === ''}>{translate('app.form.save')}</Button>
        </Box>
      </Popover>
    </>
  );
};

const Entry = ({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) => (
  <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
    <Button color="inherit" onClick={onClick} sx={{ flex: 1, justifyContent: 'flex-start', textAlign: 'left', fontWeight: 500, minWidth: 0 }}>{label}</Button>
    {children}
  </Box>
);
