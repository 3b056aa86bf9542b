import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { compositesIn } from '../../core/composite';
import { holds } from '../../core/condition';
import { type Attribute, type Resource, shownIn } from '../../core/config';
import { pointedAt, problemsOf, sentence } from '../../core/errors';
import { keepEntered, takeEntered } from '../../core/entered';
import type { Row } from '../../core/records';
import { errorText } from '../Message';
import { fieldOf, fromFields, inFields } from './fields';
import { FormProblems, type Problem } from './FormProblems';
import { FormSection } from './FormSection';
import { UnsavedGuard } from './UnsavedGuard';
import { asRecord, changedValues, enteredValues, firstValues, isWritable, type Values } from './values';

export interface Saving {
  /** Only what was changed. */
  changes: Values;
  intent: string;
}

interface Props {
  resource: Resource;
  mode: 'create' | 'edit';
  row?: Row | undefined;
  /** What a new row starts with. */
  source?: Values;
  /** Saves, or throws what the server says. */
  save: (saving: Saving) => Promise<void>;
  toolbar: (state: { isSaving: boolean; submit: (intent: string) => void }) => ReactNode;
  /** In a dialog, which asks for itself. */
  isInDialog?: boolean;
  /** In one line, for one row after the other. */
  isInline?: boolean;
}

/** The form of a row. It never loses what was entered, whatever the server says. */
export const RowForm = ({ resource, mode, row, source, save, toolbar, isInDialog = false, isInline = false }: Props) => {
  const translate = useTranslate();
  const began = useMemo(
    () => (mode === 'edit' ? enteredValues(resource, row) : firstValues(resource, source ?? {})),
    // The row that the form was opened with: an update from elsewhere must not overwrite what is entered.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [resource.name, row?.id, mode],
  );
  // A line that is begun anew after each row is not found wanting before it is sent.
  const form = useForm<Values>({ defaultValues: inFields(began), mode: isInline ? 'onSubmit' : 'onTouched' });
  const [place] = useState(() => location.hash);
  useEffect(() => {
    const kept = isInDialog ? undefined : takeEntered(place);
    for (const [name, value] of Object.entries(kept ?? {})) form.setValue(name, value, { shouldDirty: true });
  }, [form, isInDialog, place]);
  const [problems, setProblems] = useState<Problem[]>([]);
  const [isSaving, setSaving] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  /** What was entered is being saved: the page may be left. */
  const isReleased = useRef(false);

  const send = async (intent: string) => {
    setProblems([]);
    const isValid = await form.trigger(undefined, { shouldFocus: true });
    if (!isValid) {
      setProblems(resource.attributes.flatMap((attribute) => fromField(attribute, form.getFieldState(fieldOf(attribute.name)).error?.message)));
      return;
    }
    setSaving(true);
    // The login has ended: the form is left, and what was entered is kept.
    let isKept = false;
    try {
      const empty = mode === 'create' ? enteredValues(resource, undefined) : began;
      isReleased.current = true;
      await save({ changes: changedValues(resource, fromFields(form.getValues()), empty), intent });
      if (intent === 'add') {
        form.reset(inFields(began));
        element.current?.querySelector<HTMLElement>('input:not([type=file]), textarea')?.focus();
      }
    } catch (error) {
      if ((error as { status?: number } | null)?.status === 401) {
        keepEntered(place, form.getValues());
        isKept = true;
      }
      showProblems(error);
    } finally {
      isReleased.current = isKept;
      setSaving(false);
    }
  };

  const showProblems = (error: unknown) => {
    const found: Problem[] = problemsOf(error).map((problem) => {
      const attribute = attributeOf(resource, pointedAt(problem));
      const text = sentence(problem);
      if (attribute !== undefined) form.setError(fieldOf(attribute.name), { type: 'server', message: text }, { shouldFocus: true });
      if (attribute !== undefined) return { text, attribute };
      const other = otherRow(problem.meta, resource, row);
      return other === undefined ? { text, reads: readBy(problem.meta, resource) } : { text, row: other };
    });
    setProblems(found.length > 0 ? found : [{ text: errorText(error, translate) }]);
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 's') {
        event.preventDefault();
        void send('show');
      }
    };
    if (isInDialog) return undefined;
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });

  return (
    <FormProvider {...form}>
      <Box
        component="form"
        ref={element}
        noValidate
        onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          // A dialog's form lies within the page's as React sees it.
          event.stopPropagation();
          void send(isInline ? 'add' : 'save');
        }}
      >
        {problems.length > 0 && <FormProblems problems={problems} />}
        <Sections resource={resource} mode={mode} row={row} marked={problems.flatMap(({ reads = [] }) => reads)} isInDialog={isInDialog} isInline={isInline} />
        {toolbar({ isSaving, submit: (intent) => void send(intent) })}
      </Box>
      {form.formState.isDirty && !isInDialog && <UnsavedGuard isReleased={isReleased} />}
    </FormProvider>
  );
};

/** What the broken rule looks at in the row. */
const readBy = (meta: Record<string, unknown> | undefined, resource: Resource): Attribute[] => {
  const names = (meta?.['rule'] as { attributes?: string[] } | undefined)?.attributes ?? [];
  return resource.attributes.filter(({ name }) => names.includes(name));
};

/** The row that broke a rule, unless it is the form's own. */
const otherRow = (meta: Record<string, unknown> | undefined, resource: Resource, own: Row | undefined): { type: string; id: string } | undefined => {
  const row = meta?.['row'] as { type?: string; id?: string | null } | undefined;
  if (typeof row?.type !== 'string' || typeof row.id !== 'string') return undefined;
  const isOwn = row.type === resource.type && (own === undefined || String(own.id) === row.id);
  return isOwn ? undefined : { type: row.type, id: row.id };
};

const fromField = (attribute: Attribute, text: string | undefined): Problem[] => (text === undefined ? [] : [{ attribute, text }]);

/** The attribute of the name, or the one that is the key of the relationship of the name. */
const attributeOf = (resource: Resource, name: string | undefined): Attribute | undefined =>
  resource.attributes.find((each) => each.name === name) ?? resource.attributes.find((each) => name !== undefined && each.relationship === name);

const Sections = ({ resource, mode, row, marked, isInDialog, isInline }: { resource: Resource; mode: 'create' | 'edit'; row: Row | undefined; marked: Attribute[]; isInDialog: boolean; isInline: boolean }) => {
  const record = asRecord(resource, fromFields(useWatch() as Values), row);
  const attributes = shownIn(resource, mode).filter(
    (attribute) => holds(attribute.show_when, { record, mode }) && !(mode === 'create' && isNumbered(attribute)),
  );
  const composites = compositesIn(resource, attributes.filter((attribute) => isWritable(attribute, resource, mode, record)));
  const replaced = new Set(composites.flatMap(({ own }) => own.slice(1)));
  const inputs = attributes.filter((attribute) => !replaced.has(attribute));
  const groups = resource.groups ?? [];
  const named = new Set(groups.map((group) => group.name));
  const rest = inputs.filter((attribute) => attribute.group === undefined || !named.has(attribute.group));
  const shared = { resource, mode, row, record, composites, marked, isInDialog, isInline };
  return (
    <>
      <FormSection {...shared} attributes={rest} isFirst />
      {groups.map((group) => (
        <FormSection key={group.name} {...shared} group={group} attributes={inputs.filter((attribute) => attribute.group === group.name)} />
      ))}
    </>
  );
};

/** The database numbers new rows by itself. */
const isNumbered = (attribute: Attribute): boolean => attribute.automatic && (attribute.key || attribute.readonly === true);
