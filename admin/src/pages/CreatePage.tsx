import Paper from '@mui/material/Paper';
import { useCreate, useTranslate } from 'ra-core';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Resource } from '../core/config';
import type { Row } from '../core/records';
import { useUserKey } from '../ui/catalog';
import { FormToolbar } from '../ui/form/FormToolbar';
import { RowForm, type Saving } from '../ui/form/RowForm';
import { useSaved } from '../ui/form/useSaved';
import type { Values } from '../ui/form/values';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';

/** The form of a new row. Its address may say what it starts with. */
export const CreatePage = ({ resource }: { resource: Resource }) => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const userKey = useUserKey();
  const saved = useSaved();
  const [search] = useSearchParams();
  const given = search.get('source');
  const source = useMemo(() => sourceOf(given), [given]);
  const [create] = useCreate<Row>();

  const save = async ({ changes, intent }: Saving) => {
    const row = (await create(resource.name, { data: changes as Row }, { returnPromise: true })) as Row;
    saved(resource, row, translate('app.form.created', { name: userKey(resource, row) }));
    if (intent === 'show') void navigate(paths.show(resource, row.id));
    else if (intent === 'save') void navigate(paths.list(resource));
  };

  return (
    <>
      <PageHeader title={translate('app.form.create', { name: resource.label })} above={{ label: resource.labelPlural, to: paths.list(resource) }} />
      <Paper variant="outlined">
        <RowForm key={given ?? ''} resource={resource} mode="create" source={source} save={save} toolbar={({ isSaving, submit }) => (
          <FormToolbar isSaving={isSaving} submit={submit} canAdd onCancel={() => void navigate(-1)} />
        )} />
      </Paper>
    </>
  );
};

const sourceOf = (text: string | null): Values => {
  if (text === null) return {};
  try {
    const source = JSON.parse(text) as unknown;
    return typeof source === 'object' && source !== null && !Array.isArray(source) ? (source as Values) : {};
  } catch {
    return {};
  }
};
