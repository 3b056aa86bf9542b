import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import Radio from '@mui/material/Radio';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { Attribute, Resource } from '../../core/config';
import { formatValue } from '../../core/format';
import type { Row } from '../../core/records';
import { useFormats } from '../catalog';
import type { Values } from './values';

export interface Conflict {
  opened: Row;
  now: Row;
  /** What the user changed. */
  yours: Values;
}

interface Props extends Conflict {
  resource: Resource;
  onClose: () => void;
  onMerged: (changes: Values) => void;
}

/** Somebody else was faster: per attribute, what it was, what it is, and what the user wants. */
export const ConflictDialog = ({ resource, opened, now, yours, onClose, onMerged }: Props) => {
  const translate = useTranslate();
  const id = useId();
  const formats = useFormats();
  const differing = resource.attributes.filter(({ name }) => name in yours || !isSame(opened[name], now[name]));
  const [keptYours, setKeptYours] = useState(
    () => new Set(differing.filter(({ name }) => name in yours && isSame(opened[name], now[name])).map(({ name }) => name)),
  );
  const text = (attribute: Attribute, value: unknown) => formatValue(value, attribute, formats) || '—';
  const keep = (name: string, isYours: boolean) => {
    const next = new Set(keptYours);
    if (isYours) next.add(name);
    else next.delete(name);
    setKeptYours(next);
  };
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{translate('app.conflict.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 1 }}>{translate('app.conflict.text')}</DialogContentText>
        <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-labelledby={id}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {['attribute', 'opened', 'now', 'yours'].map((key) => <TableCell key={key} sx={{ fontWeight: 600 }}>{translate(`app.conflict.${key}`)}</TableCell>)}
              </TableRow>
            </TableHead>
            <TableBody>
              {differing.map((attribute) => {
                const { name } = attribute;
                const mine = name in yours ? yours[name] : opened[name];
                const choice = (isYours: boolean, value: unknown) => (
                  <Box component="label" sx={{ display: 'flex', alignItems: 'center', cursor: 'pointer' }}>
                    <Radio size="small" name={`keep-${name}`} checked={keptYours.has(name) === isYours} onChange={() => keep(name, isYours)} slotProps={{ input: { 'aria-label': translate(isYours ? 'app.conflict.keep_yours' : 'app.conflict.keep_now', { value: text(attribute, value) }) } }} />
                    {text(attribute, value)}
                  </Box>
                );
                return (
                  <TableRow key={name}>
                    <TableCell component="th" scope="row">{attribute.label}</TableCell>
                    <TableCell>{text(attribute, opened[name])}</TableCell>
                    <TableCell>{choice(false, now[name])}</TableCell>
                    <TableCell>{name in yours ? choice(true, mine) : <Box sx={{ color: 'text.secondary' }}>{text(attribute, mine)}</Box>}</TableCell>
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{translate('app.cancel')}</Button>
        <Button variant="contained" onClick={() => onMerged(Object.fromEntries(Object.entries(yours).filter(([name]) => keptYours.has(name))))}>{translate('app.conflict.save')}</Button>
      </DialogActions>
    </Dialog>
  );
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
