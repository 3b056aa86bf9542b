import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslate } from 'ra-core';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Attribute, Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { useUserKey } from '../catalog';
import { paths } from '../paths';
import { Why } from './Why';

interface Props {
  resource: Resource;
  attribute: Attribute;
  row: Row;
  onClose: () => void;
}

/** Why a value is what it is: from a sum to its rows, and from there to whatever they come from. */
export const WhyDialog = ({ resource, attribute, row, onClose }: Props) => {
  const translate = useTranslate();
  const userKey = useUserKey();
  const id = useId();
  const isNarrow = useMediaQuery('(max-width:599px)');
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth fullScreen={isNarrow} aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{translate('app.why.title', { name: attribute.label, row: userKey(resource, row) })}</DialogTitle>
      <DialogContent sx={{ pb: 1 }} tabIndex={0}><Why type={resource.type} id={String(row.id)} attribute={attribute.name} onLeave={onClose} /></DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, justifyContent: 'space-between' }}>
        <Button component={Link} to={paths.rule(`${resource.type}.${attribute.name}`)} onClick={onClose}>{translate('app.why.all_rules', { name: attribute.label })}</Button>
        <Button onClick={onClose} variant="contained" autoFocus>{translate('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
};
