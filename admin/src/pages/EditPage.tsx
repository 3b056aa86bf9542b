import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import { useDataProvider, useGetOne, useNotify, useTranslate, useUpdate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Resource } from '../core/config';
import { isConflict } from '../core/errors';
import { CHECKSUM, type Row } from '../core/records';
import { useUserKey } from '../ui/catalog';
import { type Conflict, ConflictDialog } from '../ui/form/ConflictDialog';
import { FormToolbar } from '../ui/form/FormToolbar';
import { RowForm, type Saving } from '../ui/form/RowForm';
import { useSaved } from '../ui/form/useSaved';
import type { Values } from '../ui/form/values';
import { errorText, Failure } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';

/** The form of a row. */
export const EditPage = ({ resource, id }: { resource: Resource; id: string }) => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const dataProvider = useDataProvider();
  const userKey = useUserKey();
  const saved = useSaved();
  const { data: row, error, refetch, isFetchedAfterMount } = useGetOne<Row>(resource.name, { id }, { refetchOnWindowFocus: false, staleTime: 0 });
  // The row the form was filled with: what is refetched later is what others did.
  const [opened, setOpened] = useState<Row | undefined>(undefined);
  const [conflict, setConflict] = useState<(Conflict & { intent: string }) | undefined>(undefined);
  const [update] = useUpdate<Row>();
  // What other pages have kept may be older than what rules made of it.
  if (opened === undefined && row !== undefined && isFetchedAfterMount) setOpened(row);
  if (error !== null && opened === undefined) return <Failure error={error} retry={() => void refetch()} />;

  const store = async (changes: Values, before: Row, intent: string) => {
    const result = (await update(resource.name, { id, data: changes as Row, previousData: before }, { mutationMode: 'pessimistic', returnPromise: true })) as Row;
    saved(resource, result, translate('app.form.saved'));
    if (intent === 'add') void navigate(paths.create(resource));
    else if (intent === 'show' || !resource.can.show) void navigate(paths.show(resource, result.id));
    else void navigate(paths.list(resource));
  };

  const save = async ({ changes, intent }: Saving) => {
    if (opened === undefined) return;
    try {
      await store(changes, opened, intent);
    } catch (problem) {
      if (!isConflict(problem)) throw problem;
      const { data: now } = await dataProvider.getOne<Row>(resource.name, { id });
      setConflict({ opened, now, yours: changes, intent });
      throw problem;
    }
  };

  const merge = async (changes: Values) => {
    if (conflict === undefined) return;
    setConflict(undefined);
    try {
      await store({ ...changes }, { ...conflict.now, [CHECKSUM]: conflict.now[CHECKSUM] }, conflict.intent);
    } catch (problem) {
      notify(errorText(problem, translate), { type: 'error', multiLine: true });
    }
  };

  const title = opened === undefined ? '…' : userKey(resource, opened);
  return (
    <>
      <PageHeader title={title} above={{ label: resource.labelPlural, to: paths.list(resource) }} />
      <Paper variant="outlined">
        {opened === undefined ? <Skeleton variant="rounded" height={320} sx={{ m: 3 }} /> : (
          <RowForm resource={resource} mode="edit" row={opened} save={save} toolbar={({ isSaving, submit }) => (
            <FormToolbar isSaving={isSaving} submit={submit} canAdd={resource.can.create} onCancel={() => void navigate(resource.can.show ? paths.show(resource, id) : paths.list(resource))} />
          )} />
        )}
      </Paper>
      {conflict !== undefined && <ConflictDialog resource={resource} {...conflict} onClose={() => setConflict(undefined)} onMerged={(changes) => void merge(changes)} />}
    </>
  );
};
