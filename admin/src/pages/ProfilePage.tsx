import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import { useLogout, useStoreContext, useTranslate } from 'ra-core';
import { useCatalog } from '../ui/catalog';
import { PageHeader } from '../ui/PageHeader';

/** Who the server takes one for, and what follows from it. */
export const ProfilePage = () => {
  const translate = useTranslate();
  const logout = useLogout();
  const store = useStoreContext();
  const { config } = useCatalog();
  const { caller, authentication, resources } = config;
  const may = (name: 'create' | 'edit' | 'delete') => resources.filter(({ can }) => can[name]).length;
  // Views of a person are nobody else's.
  const leave = () => {
    store.removeItems('views.');
    void logout();
  };
  return (
    <>
      <PageHeader title={translate('app.profile.title')} />
      <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 }, display: 'grid', gap: 2 }}>
        {authentication === undefined ? <Box>{translate('app.profile.nobody')}</Box> : (
          <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: { sm: 'auto 1fr' }, columnGap: 3, rowGap: 1, '& dt': { color: 'text.secondary' }, '& dd': { m: 0 } }}>
            <dt>{translate('app.login.name')}</dt>
            <dd>{caller?.name ?? '—'}</dd>
            <dt>{translate('app.profile.roles')}</dt>
            <Box component="dd" sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap' }}>{(caller?.roles ?? []).length === 0 ? '—' : caller?.roles?.map((role) => <Chip key={role} size="small" variant="outlined" label={role} />)}</Box>
          </Box>
        )}
        <Box>{translate('app.profile.may', { all: resources.length, create: may('create'), edit: may('edit'), delete: may('delete') })}</Box>
        {authentication !== undefined && <Box><Button variant="outlined" onClick={leave}>{translate('app.profile.leave')}</Button></Box>}
      </Paper>
    </>
  );
};
