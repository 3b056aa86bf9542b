import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Switch from '@mui/material/Switch';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useLocaleState, useLocales, useNotify, useStoreContext, useTranslate } from 'ra-core';
import { useTheme } from 'react-admin';
import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCatalog, useDensity, useInfoShown } from '../ui/catalog';
import { Problems } from '../ui/config/Problems';
import { KeyTable } from '../ui/layout/KeyList';
import { useKeysOn } from '../ui/layout/keys';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';
import type { Density } from '../ui/theme';

/** What a user chooses for the app on this machine, and beside it what a developer has to mend. */
export const SettingsPage = () => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const { config } = useCatalog();
  const { '*': chosen } = useParams();
  const open = chosen === 'app' ? 'app' : 'mine';
  const count = config.diagnostics.filter(({ severity }) => severity !== 'info').length;
  return (
    <>
      <PageHeader title={translate('app.settings_page.title')} />
      <Tabs value={open} onChange={(_, name: string) => void navigate(name === 'app' ? `${paths.settings}/app` : paths.settings, { replace: true })} sx={{ mb: 2 }}>
        <Tab value="mine" id="tab-mine" aria-controls="panel-mine" label={translate('app.settings_page.mine')} />
        <Tab value="app" id="tab-app" aria-controls="panel-app" label={<span>{translate('app.settings_page.app')}{count > 0 && <Chip component="span" size="small" color="warning" label={count} sx={{ ml: 1, height: 20, cursor: 'inherit' }} />}</span>} />
      </Tabs>
      <div role="tabpanel" id={`panel-${open}`} aria-labelledby={`tab-${open}`}>{open === 'app' ? <App /> : <Mine />}</div>
    </>
  );
};

const Mine = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const store = useStoreContext();
  const [locale, setLocale] = useLocaleState();
  const locales = useLocales();
  const [mode, setMode] = useTheme();
  const [density, setDensity] = useDensity();
  const [isInfoShown, setInfoShown] = useInfoShown();
  const [hasKeys, setKeys] = useKeysOn();
  const choice = (name: string, value: string, values: { value: string; label: string }[], choose: (value: string) => void) => (
    <TextField select label={translate(`app.settings_page.${name}`)} value={value} onChange={(event) => choose(event.target.value)}>
      {values.map((each) => <MenuItem key={each.value} value={each.value}>{each.label}</MenuItem>)}
    </TextField>
  );
  const named = (names: string[]) => names.map((value) => ({ value, label: translate(`app.settings_page.${value}`) }));
  return (
    <>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { md: 'repeat(2, minmax(0, 1fr))' } }}>
        <Part>
          <Box sx={{ display: 'grid', gap: 2.5 }}>
            {choice('language', locale, locales.map((each) => ({ value: each.locale, label: each.name })), setLocale)}
            {choice('theme', mode ?? 'system', named(['light', 'dark']), setMode as (value: string) => void)}
            {choice('density', density, named(['compact', 'normal', 'roomy']), (value) => setDensity(value as Density))}
            <FormControlLabel sx={{ ml: -0.5 }} control={<Switch checked={isInfoShown} onChange={(_, checked) => setInfoShown(checked)} />} label={translate('app.settings_page.info')} />
            <FormControlLabel sx={{ ml: -0.5 }} control={<Switch checked={hasKeys} onChange={(_, checked) => setKeys(checked)} />} label={translate('app.settings_page.single_keys')} />
            <Box><Button variant="outlined" onClick={() => { store.removeItems('columns.'); store.removeItems('views.'); notify(translate('app.settings_page.reset_done'), { type: 'info' }); }}>{translate('app.settings_page.reset')}</Button></Box>
          </Box>
        </Part>
        <Part title={translate('app.settings_page.keys')}><KeyTable /></Part>
      </Box>
    </>
  );
};

/** What a developer has to mend in `admin.yaml`. */
const App = () => {
  const translate = useTranslate();
  const { config } = useCatalog();
  return (
    <Part>
      {config.diagnostics.length === 0 ? translate('app.settings_page.no_problems', { file: config.file }) : <Problems diagnostics={config.diagnostics} />}
    </Part>
  );
};

const Part = ({ title, children }: { title?: string; children: ReactNode }) => (
  <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 } }}>
    {title !== undefined && <Typography variant="h2" sx={{ mb: 2 }}>{title}</Typography>}
    {children}
  </Paper>
);
