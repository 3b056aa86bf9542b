import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';

/** Says that a rule computes the values. */
export const DerivedMark = () => {
  const translate = useTranslate();
  return (
    <Box component="span" title={translate('app.derived')} sx={{ ml: 0.5, fontStyle: 'italic', color: 'secondary.main' }}>
      <span aria-hidden>ƒ</span>
      <span className="visually-hidden">{translate('app.derived')}</span>
    </Box>
  );
};
