import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useTranslate } from 'ra-core';
import { useCatalog } from '../ui/catalog';
import { Problems } from '../ui/config/Problems';
import { PageHeader } from '../ui/PageHeader';

/** What is shown where `admin.yaml` cannot be used and no earlier one is known: what is wrong, and where. */
export const ConfigErrorPage = ({ goOn }: { goOn: () => void }) => {
  const translate = useTranslate();
  const { config } = useCatalog();
  return (
    <>
      <PageHeader title={translate('app.config_error.title', { file: config.file })} description={translate('app.config_error.text')} />
      <Paper variant="outlined" role="alert" sx={{ p: { xs: 2, sm: 3 } }}>
        <Problems diagnostics={config.diagnostics.filter(({ severity }) => severity !== 'info')} />
      </Paper>
      <Box sx={{ mt: 2 }}><Button variant="outlined" onClick={goOn}>{translate('app.config_error.go_on')}</Button></Box>
    </>
  );
};
