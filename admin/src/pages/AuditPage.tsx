import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useSearchParams } from 'react-router';
import type { LogFilter } from '../core/pages';
import { Entries } from '../ui/audit/Entries';
import { useCatalog } from '../ui/catalog';
import { PageHeader } from '../ui/PageHeader';

const NAMES = ['resource', 'id', 'caller', 'action', 'from', 'to'] as const;

/** Who has changed what, and when: the filters are in the address. */
export const AuditPage = () => {
  const translate = useTranslate();
  const { config } = useCatalog();
  const [parameters, setParameters] = useSearchParams();
  const filter: LogFilter = Object.fromEntries(NAMES.map((name) => [name, parameters.get(name) ?? '']));
  const set = (name: (typeof NAMES)[number], value: string) => {
    const next = new URLSearchParams(parameters);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setParameters(next, { replace: true });
  };
  const field = (name: (typeof NAMES)[number], label: string, more: object = {}) => (
    <TextField label={translate(`app.audit_page.${label}`)} value={filter[name] ?? ''} onChange={(event) => set(name, event.target.value)} {...more} />
  );
  const chosen = { select: true, slotProps: { inputLabel: { shrink: true }, select: { displayEmpty: true } } };
  const day = { type: 'date', slotProps: { inputLabel: { shrink: true } } };
  const all = <MenuItem key="" value="">{translate('app.audit_page.all')}</MenuItem>;
  return (
    <>
      <PageHeader title={translate('app.audit_page.title')} />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        <Box role="search" sx={{ p: 2, display: 'grid', gap: 2, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(6, minmax(0, 1fr))' }, borderBottom: 1, borderColor: 'divider' }}>
          {field('resource', 'resource', { ...chosen, children: [all, ...config.resources.map(({ type, labelPlural }) => <MenuItem key={type} value={type}>{labelPlural}</MenuItem>)] })}
          {field('id', 'row')}
          {field('caller', 'who')}
          {field('action', 'action', { ...chosen, children: [all, ...['insert', 'update', 'delete'].map((action) => <MenuItem key={action} value={action}>{translate(`app.audit_page.${action}`)}</MenuItem>)] })}
          {field('from', 'from', day)}
          {field('to', 'to', day)}
        </Box>
        <Entries key={JSON.stringify(filter)} filter={filter} />
      </Paper>
    </>
  );
};
