import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import { useDelete, useGetOne, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { buttonsOf, isExplained, type Resource } from '../core/config';
import type { Row } from '../core/records';
import { Actions } from '../ui/actions/Actions';
import { useUserKey } from '../ui/catalog';
import { Question } from '../ui/dialogs/Question';
import { useKeys } from '../ui/layout/keys';
import { errorText, Failure, Message } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';
import { Details } from '../ui/show/Details';
import { Neighbours } from '../ui/show/Neighbours';
import { Tabs } from '../ui/show/Tabs';

/** One row: its attributes, the rows it refers to, and below them the rows that refer to it. */
export const ShowPage = ({ resource, id, tab }: { resource: Resource; id: string; tab: string | undefined }) => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const userKey = useUserKey();
  const { data: row, error, isPending, refetch } = useGetOne<Row>(resource.name, { id });
  const [isAsking, setAsking] = useState(false);
  const [remove] = useDelete<Row>();
  const title = row === undefined ? '' : userKey(resource, row);
  const can = buttonsOf(resource);

  useKeys(({ key }) => {
    if (key === 'e' && can.edit) void navigate(paths.edit(resource, id));
  });

  if (error !== null) {
    if ((error as { status?: number }).status === 404) return <Gone resource={resource} />;
    return <Failure error={error} retry={() => void refetch()} />;
  }
  const onDelete = () => {
    setAsking(false);
    void remove(resource.name, { id, previousData: row }, {
      mutationMode: 'pessimistic',
      onSuccess: () => {
        notify(translate('app.show.deleted', { name: title }), { type: 'info' });
        void navigate(paths.list(resource));
      },
      onError: (problem: unknown) => notify(errorText(problem, translate), { type: 'error', multiLine: true, autoHideDuration: 10_000 }),
    });
  };
  return (
    <>
      <PageHeader
        title={isPending ? '…' : title}
        above={{ label: resource.labelPlural, to: paths.list(resource) }}
        info={resource.infoShow}
        actions={
          <>
            <Neighbours resource={resource} id={id} tab={tab} />
            {row !== undefined && <Actions resource={resource} scope="row" subject={{ ids: [row.id] }} record={row} mode="show" />}
            {can.create && row !== undefined && <Button component={Link} to={paths.create(resource, duplicate(resource, row))} startIcon={<ContentCopyIcon />}>{translate('app.show.duplicate')}</Button>}
            {can.delete && <Button color="error" startIcon={<DeleteIcon />} onClick={() => setAsking(true)}>{translate('app.show.delete')}</Button>}
            {can.edit && <Button component={Link} to={paths.edit(resource, id)} variant="contained" startIcon={<EditIcon />}>{translate('app.show.edit')}</Button>}
          </>
        }
      />
      <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 }, mb: 3 }}>
        {row === undefined ? <Skeleton variant="rounded" height={180} aria-label={translate('app.loading')} /> : <Details resource={resource} row={row} />}
      </Paper>
      {row !== undefined && <Tabs resource={resource} row={row} chosen={tab} />}
      {isAsking && <Question title={translate('app.show.confirm_delete', { name: title })} text={translate('app.show.cannot_undo')} yes={translate('app.show.delete')} no={translate('app.cancel')} onYes={onDelete} onNo={() => setAsking(false)} />}
    </>
  );
};

/** What a copy starts with: all but what tells the rows apart. */
const duplicate = (resource: Resource, row: Row): Record<string, unknown> =>
  Object.fromEntries(
    resource.attributes
      .filter((attribute) => !(attribute.key && (attribute.automatic || resource.key.length === 1)) && !isExplained(attribute) && attribute.readonly !== true && attribute.type !== 'file')
      .map(({ name }) => [name, row[name]])
      .filter(([, value]) => value !== null && value !== undefined),
  );

const Gone = ({ resource }: { resource: Resource }) => {
  const translate = useTranslate();
  return (
    <>
      <PageHeader title={resource.label} above={{ label: resource.labelPlural, to: paths.list(resource) }} />
      <Message title={translate('app.gone')}><Button component={Link} to={paths.list(resource)} variant="outlined">{resource.labelPlural}</Button></Message>
    </>
  );
};
