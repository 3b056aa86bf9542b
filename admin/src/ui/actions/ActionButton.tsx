import Button, { type ButtonProps } from '@mui/material/Button';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { Action, Resource } from '../../core/config';
import type { Provider, Subject } from '../../core/dataProvider';
import { Question } from '../dialogs/Question';
import { Icon } from '../icons/Icon';
import { errorText } from '../Message';
import { ActionDialog } from './ActionDialog';

interface Props {
  action: Action;
  resource: Resource;
  /** What it is about: a row, several, or the rows of a filter. */
  subject: Subject;
  size?: ButtonProps['size'];
  onDone?: () => void;
}

/** An endpoint of the project as a button: asked about before it is called, if it says so or needs values. */
export const ActionButton = ({ action, resource, subject, size = 'medium', onDone }: Props) => {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<Provider>();
  const [isAsking, setAsking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const label = action.label ?? action.name;
  const hasArguments = (action.args ?? []).length > 0;
  const call = async (values: Record<string, unknown>) => {
    await dataProvider.act(resource.name, action, subject, values);
    notify(translate('app.show.action_done', { name: label }), { type: 'success' });
    refresh();
    onDone?.();
  };
  const run = async () => {
    setAsking(false);
    setRunning(true);
    try {
      await call({});
    } catch (error) {
      notify(errorText(error, translate), { type: 'error', multiLine: true, autoHideDuration: 10_000 });
    } finally {
      setRunning(false);
    }
  };
  const close = () => setAsking(false);
  return (
    <>
      <Button variant={size === 'small' ? 'text' : 'outlined'} size={size} loading={isRunning} startIcon={action.icon === undefined ? undefined : <Icon name={action.icon} />} onClick={() => (hasArguments || action.confirm !== undefined ? setAsking(true) : void run())}>{label}</Button>
      {isAsking && (hasArguments ? (
        <ActionDialog action={action} label={label} resource={resource} onClose={close} run={async (values) => { await call(values); close(); }} />
      ) : (
        <Question title={label} text={action.confirm ?? ''} yes={label} no={translate('app.cancel')} onYes={() => void run()} onNo={close} />
      ))}
    </>
  );
};
