import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type Identifier, useDeleteMany, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Resource } from '../../core/config';
import { Question } from '../dialogs/Question';
import { errorText } from '../Message';

/** What can be done with the rows that are selected. */
export const BulkBar = ({ resource, ids, clear }: { resource: Resource; ids: Identifier[]; clear: () => void }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const [isAsking, setAsking] = useState(false);
  const [deleteMany, { isPending }] = useDeleteMany();
  const remove = () => {
    setAsking(false);
    void deleteMany(resource.name, { ids }, {
      mutationMode: 'pessimistic',
      onSuccess: () => {
        notify(translate('app.show.deleted_many', { smart_count: ids.length }), { type: 'info' });
        clear();
      },
      onError: (error: unknown) => notify(errorText(error, translate), { type: 'error', multiLine: true, autoHideDuration: 10_000 }),
    });
  };
  return (
    <Box role="toolbar" aria-label={translate('app.list.selected', { smart_count: ids.length })} sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 2, py: 0.75, bgcolor: 'action.selected', borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ fontWeight: 600, mr: 1 }} role="status">{translate('app.list.selected', { smart_count: ids.length })}</Box>
      {resource.can.delete && <Button size="small" color="error" startIcon={<DeleteIcon />} loading={isPending} loadingPosition="start" onClick={() => setAsking(true)}>{translate('app.list.delete')}</Button>}
      <Button size="small" onClick={clear}>{translate('app.list.unselect')}</Button>
      {isAsking && <Question title={translate('app.show.confirm_delete_many', { smart_count: ids.length })} text={translate('app.show.cannot_undo')} yes={translate('app.show.delete')} no={translate('app.cancel')} onYes={remove} onNo={() => setAsking(false)} />}
    </Box>
  );
};
