import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router';
import { useCatalog } from '../catalog';
import { paths } from '../paths';

/** What holds for every page: the configuration that could not be used. */
export const Banner = () => {
  const translate = useTranslate();
  const { config } = useCatalog();
  if (!config.isOutdated) return null;
  return (
    <Alert severity="error" variant="outlined" sx={{ mb: 2 }} action={<Button component={Link} to={`${paths.settings}/app`} color="inherit" size="small">{translate('app.see')}</Button>}>
      {translate(config.isEarlier ? 'app.outdated' : 'app.outdated_tables')}
    </Alert>
  );
};
