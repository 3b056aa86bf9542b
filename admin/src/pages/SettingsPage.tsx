import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useLocaleState, useLocales, useNotify, useStoreContext, useTranslate } from 'ra-core';
import { useTheme } from 'react-admin';
import type { ReactNode } from 'react';
import type { Diagnostic } from '../core/config';
import { useCatalog, useDensity, useInfoShown } from '../ui/catalog';
import { KeyTable } from '../ui/layout/KeyList';
import { PageHeader } from '../ui/PageHeader';
import type { Density } from '../ui/theme';

/** What a user chooses for the app on this machine, and what a developer has to mend. */
export const SettingsPage = () => {
  const translate = useTranslate();
  const notify = useNotify();
  const store = useStoreContext();
  const { config } = useCatalog();
  const [locale, setLocale] = useLocaleState();
  const locales = useLocales();
  const [mode, setMode] = useTheme();
  const [density, setDensity] = useDensity();
  const [isInfoShown, setInfoShown] = useInfoShown();
  const choice = (name: string, value: string, values: { value: string; label: string }[], choose: (value: string) => void) => (
    <TextField select label={translate(`app.settings_page.${name}`)} value={value} onChange={(event) => choose(event.target.value)}>
      {values.map((each) => <MenuItem key={each.value} value={each.value}>{each.label}</MenuItem>)}
    </TextField>
  );
  const named = (names: string[]) => names.map((value) => ({ value, label: translate(`app.settings_page.${value}`) }));
  return (
    <>
      <PageHeader title={translate('app.settings_page.title')} />
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { md: 'repeat(2, minmax(0, 1fr))' } }}>
        <Part>
          <Box sx={{ display: 'grid', gap: 2.5 }}>
            {choice('language', locale, locales.map((each) => ({ value: each.locale, label: each.name })), setLocale)}
            {choice('theme', mode ?? 'system', named(['light', 'dark']), setMode as (value: string) => void)}
            {choice('density', density, named(['compact', 'normal', 'roomy']), (value) => setDensity(value as Density))}
            <FormControlLabel sx={{ ml: -0.5 }} control={<Switch checked={isInfoShown} onChange={(_, checked) => setInfoShown(checked)} />} label={translate('app.settings_page.info')} />
            <Box><Button variant="outlined" onClick={() => { store.removeItems('columns.'); store.removeItems('views.'); notify(translate('app.settings_page.reset_done'), { type: 'info' }); }}>{translate('app.settings_page.reset')}</Button></Box>
          </Box>
        </Part>
        <Part title={translate('app.settings_page.keys')}><KeyTable /></Part>
        <Box sx={{ gridColumn: '1 / -1' }}>
          <Part title={translate('app.settings_page.app')}>
            {config.diagnostics.length === 0 ? translate('app.settings_page.no_problems', { file: config.file }) : (
              <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
                {config.diagnostics.map((diagnostic, index) => <Problem key={index} diagnostic={diagnostic} />)}
              </Box>
            )}
          </Part>
        </Box>
      </Box>
    </>
  );
};

const Part = ({ title, children }: { title?: string; children: ReactNode }) => (
  <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 } }}>
    {title !== undefined && <Typography variant="h2" sx={{ mb: 2 }}>{title}</Typography>}
    {children}
  </Paper>
);

const Problem = ({ diagnostic }: { diagnostic: Diagnostic }) => {
  const translate = useTranslate();
  const { config } = useCatalog();
  return (
    <li>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <Chip size="small" variant="outlined" color={diagnostic.severity} label={translate(`app.settings_page.${diagnostic.severity}_severity`)} />
        <span>{diagnostic.message}</span>
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
        {config.file}, {translate('app.settings_page.line', { line: diagnostic.line, column: diagnostic.column })}
        {diagnostic.hint !== undefined && ` · ${diagnostic.hint}`}
      </Box>
    </li>
  );
};
