import Button from '@mui/material/Button';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router';
import { Message } from '../ui/Message';
import { PageHeader } from '../ui/PageHeader';
import { paths } from '../ui/paths';

/** An address where nothing is. */
export const NotFoundPage = () => {
  const translate = useTranslate();
  return (
    <>
      <PageHeader title={translate('app.not_found')} />
      <Message title={translate('app.not_found_hint')}><Button component={Link} to={paths.home} variant="outlined">{translate('app.home')}</Button></Message>
    </>
  );
};
