import Button from '@mui/material/Button';
import { useNotify, useRefresh, useTranslate } from 'ra-core';
import { useState } from 'react';
import { holds } from '../../core/condition';
import type { Action, Resource } from '../../core/config';
import { request } from '../../core/http';
import type { Row } from '../../core/records';
import { Question } from '../dialogs/Question';
import { errorText } from '../Message';

/** What the project itself can do with a row: its own endpoints, as buttons. */
export const Actions = ({ resource, row }: { resource: Resource; row: Row }) => {
  const actions = (resource.actions ?? []).filter(
    // Only this server is asked.
    ({ scope = 'row', endpoint, show_when }) => scope === 'row' && /^\/(?![/\\])/.test(endpoint) && holds(show_when, { record: row, mode: 'show' }),
  );
  return actions.map((action) => <ActionButton key={action.name} action={action} resource={resource} row={row} />);
};

const ActionButton = ({ action, resource, row }: { action: Action; resource: Resource; row: Row }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const [isAsking, setAsking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const label = action.label ?? action.name;
  const run = async () => {
    setAsking(false);
    setRunning(true);
    try {
      const id = String(row.id);
      await request(action.endpoint.replaceAll('{id}', encodeURIComponent(id)), { method: 'POST', body: { data: { type: resource.type, id } } });
      notify(translate('app.show.action_done', { name: label }), { type: 'success' });
      refresh();
    } catch (error) {
      notify(errorText(error, translate), { type: 'error', multiLine: true, autoHideDuration: 10_000 });
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <Button variant="outlined" loading={isRunning} onClick={() => (action.confirm === undefined ? void run() : setAsking(true))}>{label}</Button>
      {isAsking && <Question title={label} text={action.confirm ?? ''} yes={label} no={translate('app.cancel')} onYes={() => void run()} onNo={() => setAsking(false)} />}
    </>
  );
};
