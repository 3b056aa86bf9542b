import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import IconButton from '@mui/material/IconButton';
import { useDelete, useNotify, useRefresh, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { buttonsOf, type Resource } from '../../core/config';
import type { Row } from '../../core/records';
import { useUserKey } from '../catalog';
import { Question } from '../dialogs/Question';
import { errorText } from '../Message';
import { paths } from '../paths';

/** What can be done with a row where it stands. */
export const RowButtons = ({ resource, row }: { resource: Resource; row: Row }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const [isAsking, setAsking] = useState(false);
  const [remove] = useDelete<Row>();
  const name = useUserKey()(resource, row);
  const can = buttonsOf(resource);
  const onDelete = () => {
    setAsking(false);
    void remove(resource.name, { id: row.id, previousData: row }, {
      mutationMode: 'pessimistic',
      onSuccess: () => {
        notify(translate('app.show.deleted', { name }), { type: 'info' });
        // Rules may have changed the row that is shown, too.
        refresh();
      },
      onError: (problem: unknown) => notify(errorText(problem, translate), { type: 'error', multiLine: true, autoHideDuration: 10_000 }),
    });
  };
  return (
    <>
      {can.edit && <IconButton component={Link} to={paths.edit(resource, row.id)} size="small" aria-label={`${translate('app.show.edit')}: ${name}`}><EditIcon fontSize="small" /></IconButton>}
      {can.delete && <IconButton size="small" aria-label={`${translate('app.show.delete')}: ${name}`} onClick={() => setAsking(true)}><DeleteIcon fontSize="small" /></IconButton>}
      {isAsking && <Question title={translate('app.show.confirm_delete', { name })} text={translate('app.show.cannot_undo')} yes={translate('app.show.delete')} no={translate('app.cancel')} onYes={onDelete} onNo={() => setAsking(false)} />}
    </>
  );
};
