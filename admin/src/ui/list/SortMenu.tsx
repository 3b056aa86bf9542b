import ArrowDownwardIcon from '@mui/icons-material/ArrowDownward';
import ArrowUpwardIcon from '@mui/icons-material/ArrowUpward';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { type SortPayload, useTranslate } from 'ra-core';
import type { Attribute } from '../../core/config';

interface Props {
  attributes: Attribute[];
  sort: SortPayload;
  setSort: (sort: SortPayload) => void;
}

/** The order of cards, which have no headers to click on. */
export const SortMenu = ({ attributes, sort, setSort }: Props) => {
  const translate = useTranslate();
  const isUp = sort.order === 'ASC';
  const isKnown = attributes.some(({ name }) => name === sort.field);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, px: 2, pb: 1 }}>
      <TextField select label={translate('app.list.sort')} value={isKnown ? sort.field : ''} onChange={(event) => setSort({ field: event.target.value, order: sort.order })} slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}>
        {!isKnown && <MenuItem value="">—</MenuItem>}
        {attributes.map(({ name, label }) => <MenuItem key={name} value={name}>{label}</MenuItem>)}
      </TextField>
      <IconButton aria-label={translate(isUp ? 'app.list.sorted_up' : 'app.list.sorted_down')} onClick={() => setSort({ field: sort.field, order: isUp ? 'DESC' : 'ASC' })}>
        {isUp ? <ArrowUpwardIcon /> : <ArrowDownwardIcon />}
      </IconButton>
    </Box>
  );
};
