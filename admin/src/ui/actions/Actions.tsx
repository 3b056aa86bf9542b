import { holds } from '../../core/condition';
import type { Action, Mode, Resource } from '../../core/config';
import type { Subject } from '../../core/dataProvider';
import { ActionButton } from './ActionButton';

interface Props {
  resource: Resource;
  scope: NonNullable<Action['scope']>;
  subject: Subject;
  /** What their conditions are about. */
  record?: Record<string, unknown>;
  mode: Mode;
  size?: 'small' | 'medium';
  onDone?: () => void;
}

/** What the project itself can do: its own endpoints for a row, for the rows selected, or for those of a list. */
export const Actions = ({ resource, scope, record = {}, mode, ...rest }: Props) =>
  (resource.actions ?? [])
    // Only this server is asked.
    .filter((action) => (action.scope ?? 'row') === scope && /^\/(?![/\\])/.test(action.endpoint) && (scope !== 'row' || holds(action.show_when, { record, mode })))
    .map((action) => <ActionButton key={action.name} action={action} resource={resource} {...rest} />);
