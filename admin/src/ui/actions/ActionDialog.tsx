import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { Action, Resource } from '../../core/config';
import { asSent } from '../../core/dataProvider';
import { fromFields, inFields } from '../form/fields';
import { firstValues, type Values } from '../form/values';
import { AttributeInput } from '../inputs/AttributeInput';
import { errorText } from '../Message';

interface Props {
  action: Action;
  label: string;
  resource: Resource;
  onClose: () => void;
  /** Calls the endpoint, or throws what the server says. */
  run: (values: Values) => Promise<void>;
}

/** What an action needs to be told. A refusal leaves what is entered. */
export const ActionDialog = ({ action, label, resource, onClose, run }: Props) => {
  const translate = useTranslate();
  const id = useId();
  const asked = action.args ?? [];
  const form = useForm<Values>({ defaultValues: inFields(firstValues({ attributes: asked }, {})), mode: 'onTouched' });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [isRunning, setRunning] = useState(false);
  const send = async () => {
    setProblem(undefined);
    if (!(await form.trigger(undefined, { shouldFocus: true }))) return;
    setRunning(true);
    try {
      const entered = fromFields(form.getValues());
      await run(Object.fromEntries(asked.map((each) => [each.name, asSent(entered[each.name] ?? '', each)])));
    } catch (error) {
      setProblem(errorText(error, translate));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{label}</DialogTitle>
      <FormProvider {...form}>
        <Box component="form" noValidate onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          event.stopPropagation();
          void send();
        }}>
          <DialogContent sx={{ pt: 0 }}>
            {action.confirm !== undefined && <DialogContentText sx={{ mb: 2, whiteSpace: 'pre-line' }}>{action.confirm}</DialogContentText>}
            {problem !== undefined && <Alert severity="error" role="alert" variant="outlined" sx={{ mb: 2, whiteSpace: 'pre-line' }}>{problem}</Alert>}
            <Box sx={{ display: 'grid', gap: 2.5, pt: 1 }}>
              {asked.map((each, index) => <AttributeInput key={each.name} resource={resource} attribute={each} row={undefined} autoFocus={index === 0} />)}
            </Box>
          </DialogContent>
          <DialogActions sx={{ px: 3, pb: 2 }}>
            <Button onClick={onClose}>{translate('app.cancel')}</Button>
            <Button type="submit" variant="contained" loading={isRunning}>{label}</Button>
          </DialogActions>
        </Box>
      </FormProvider>
    </Dialog>
  );
};
