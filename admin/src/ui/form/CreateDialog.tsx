import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useCreate, useTranslate } from 'ra-core';
import { useId } from 'react';
import type { Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { RowForm } from './RowForm';
import type { Values } from './values';

interface Props {
  resource: Resource;
  /** What the new row starts with. */
  source: Values;
  onClose: () => void;
  onCreated: (row: Row) => void;
}

/** A new row without leaving the page: a parent while it is looked up, a child of the row shown. */
export const CreateDialog = ({ resource, source, onClose, onCreated }: Props) => {
  const translate = useTranslate();
  const id = useId();
  const [create] = useCreate<Row>();
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{translate('app.form.create', { name: resource.label })}</DialogTitle>
      <DialogContent>
        <RowForm
          resource={resource}
          mode="create"
          source={source}
          isInDialog
          save={async ({ changes }) => {
            const created = (await create(resource.name, { data: changes as Row }, { returnPromise: true })) as Row;
            onCreated(created);
          }}
          toolbar={({ isSaving }) => (
            <DialogActions sx={{ px: 0, pb: 0, pt: 3 }}>
              <Button onClick={onClose}>{translate('app.cancel')}</Button>
              <Button type="submit" variant="contained" loading={isSaving}>{translate('app.form.save')}</Button>
            </DialogActions>
          )}
        />
      </DialogContent>
    </Dialog>
  );
};
