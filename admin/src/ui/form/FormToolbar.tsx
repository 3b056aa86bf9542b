import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslate } from 'ra-core';

interface Props {
  isSaving: boolean;
  submit: (intent: string) => void;
  canAdd: boolean;
  onCancel: () => void;
}

/** The buttons of a form, always in sight. */
export const FormToolbar = ({ isSaving, submit, canAdd, onCancel }: Props) => {
  const translate = useTranslate();
  return (
    <Box sx={{ position: 'sticky', bottom: 0, zIndex: 1, display: 'flex', flexWrap: 'wrap', gap: 1, px: { xs: 2, sm: 3 }, py: 1.5, bgcolor: 'background.paper', borderTop: 1, borderColor: 'divider', borderRadius: '0 0 8px 8px' }}>
      <Button type="submit" variant="contained" loading={isSaving}>{translate('app.form.save')}</Button>
      <Button variant="outlined" disabled={isSaving} onClick={() => submit('show')}>{translate('app.form.save_show')}</Button>
      {canAdd && <Button variant="outlined" disabled={isSaving} onClick={() => submit('add')}>{translate('app.form.save_add')}</Button>}
      <Button sx={{ ml: { sm: 'auto' } }} onClick={onCancel}>{translate('app.cancel')}</Button>
    </Box>
  );
};
