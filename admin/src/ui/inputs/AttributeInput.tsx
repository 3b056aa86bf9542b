import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { Controller, useFormContext } from 'react-hook-form';
import type { Composite } from '../../core/composite';
import { type Attribute, isListOfPlain, type Resource, relationshipOf } from '../../core/config';
import { NUMERIC } from '../../core/format';
import { textsIn } from '../../core/list';
import type { Row } from '../../core/records';
import { fieldOf, inputId } from '../form/fields';
import { FileInput } from './FileInput';
import { ListInput } from './ListInput';
import { Lookup } from './Lookup';
import { useRules } from './rules';
import { isLongText } from '../form/values';
import { useChanged } from './useChanged';

interface Props {
  resource: Resource;
  attribute: Attribute;
  /** The row as it is stored: it knows the rows that it refers to. */
  row: Row | undefined;
  /** The choices of the form that may be made within this one. */
  composites?: Composite[];
  autoFocus?: boolean;
}

const NONE: Composite[] = [];

/** The input of an attribute, as its type asks. */
export const AttributeInput = ({ resource, attribute, row, composites = NONE, autoFocus = false }: Props) => {
  const translate = useTranslate();
  const { control } = useFormContext();
  const rules = useRules(attribute);
  const relationship = relationshipOf(resource, attribute);
  const changed = useChanged(composites);
  // An input of one line would lose what breaks a line.
  const isLong = isLongText(row?.[attribute.name]);
  return (
    <Controller
      name={fieldOf(attribute.name)}
      control={control}
      rules={rules}
      render={({ field, fieldState }) => {
        const value = field.value as unknown;
        const problem = fieldState.error?.message;
        const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
        const max = relationship !== undefined ? undefined : (attribute.validate?.max_length ?? attribute.maxLength);
        // Of a code of few letters everybody sees how long it is.
        const counter = max !== undefined && max > 10 && text.length > max * 0.8 ? translate('app.form.characters', { count: text.length, max }) : undefined;
        const common = {
          id: inputId(attribute.name),
          label: attribute.label,
          required: attribute.required,
          error: problem !== undefined,
          helperText: problem ?? counter ?? attribute.help ?? (attribute.automatic && text === '' ? translate('app.form.automatic') : undefined),
          inputRef: field.ref,
          onBlur: field.onBlur,
          autoFocus,
        };
        if (relationship !== undefined) {
          const key = relationship.targetAttributes[0] ?? '';
          const reference = text === '' ? undefined : { [key]: value };
          return <Lookup {...common} relationship={relationship} settings={attribute} reference={reference} row={row} onChoose={(chosen) => {
            field.onChange(chosen === null ? null : (chosen[key] ?? chosen.id));
            changed([attribute.name]);
          }} />;
        }
        const texts = isListOfPlain(attribute) ? textsIn(text) : undefined;
        if (texts !== undefined) return <ListInput {...common} attribute={attribute} texts={texts} onChange={field.onChange} />;
        if (attribute.type === 'file' && attribute.json === 'string') {
          return <FileInput id={common.id} label={attribute.label} value={text} problem={problem} onChange={field.onChange} />;
        }
        const choices = choicesOf(attribute, translate);
        const shared = { ...common, value: text, placeholder: attribute.placeholder, onChange: (event: { target: { value: string } }) => field.onChange(event.target.value) };
        if (choices !== undefined) {
          return (
            <TextField {...shared} select slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}>
              {(attribute.nullable || text === '') && <MenuItem value="">—</MenuItem>}
              {choices.map((choice) => <MenuItem key={choice.value} value={choice.value}>{choice.label}</MenuItem>)}
            </TextField>
          );
        }
        const { isMultiline, ...shape } = shapeOf(attribute, text, isLong);
        return (
          <TextField
            {...shared}
            {...(isMultiline ? { multiline: true, minRows: 3, maxRows: 16 } : {})}
            {...(attribute.length === undefined ? {} : { sx: { maxWidth: `calc(${attribute.length}ch + 32px)`, minWidth: 'min(100%, 96px)' } })}
            type={shape.type ?? 'text'}
            slotProps={{
              htmlInput: { ...(shape.inputMode === undefined ? {} : { inputMode: shape.inputMode }), ...(shape.step === undefined ? {} : { step: shape.step }), autoComplete: 'off' },
              ...(shape.type !== undefined && SHOWS_SOMETHING.has(shape.type) ? { inputLabel: { shrink: true } } : {}),
            }}
          />
        );
      }}
    />
  );
};

/** Inputs that are never empty to the eye, so that the label must not lie in them. */
const SHOWS_SOMETHING = new Set(['date', 'datetime-local', 'time', 'color']);

interface Shape {
  type?: string;
  inputMode?: 'decimal' | 'numeric' | 'email' | 'url' | 'tel';
  step?: number;
  isMultiline?: boolean;
}

/** What the browser's own inputs can show; a column of SQLite may hold anything else. */
const CONFORMS = {
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'datetime-local': /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/,
  time: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/,
};

const temporal = (type: keyof typeof CONFORMS, text: string, step?: number): Shape =>
  text === '' || (CONFORMS[type].test(text) && isDay(text)) ? { type, ...(step === undefined ? {} : { step }) } : {};

/** Whether the month has such a day. */
const isDay = (text: string): boolean => {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return match === null || new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))).getUTCDate() === Number(match[3]);
};

const shapeOf = (attribute: Attribute, text: string, isLong: boolean): Shape => {
  // A number is entered as text: every digit of it is kept.
  if (NUMERIC.has(attribute.type)) return { inputMode: attribute.type === 'integer' ? 'numeric' : 'decimal' };
  switch (attribute.type) {
    case 'text':
    case 'json':
    case 'code':
    case 'markdown':
    case 'html':
      return { isMultiline: true };
    case 'string':
      return isLong ? { isMultiline: true } : {};
    case 'date':
      return temporal('date', text);
    case 'dateTime':
      return temporal('datetime-local', text, 1);
    case 'time':
      return temporal('time', text, 1);
    case 'email':
      return { type: 'email', inputMode: 'email' };
    case 'url':
    case 'image':
      return { inputMode: 'url' };
    case 'phone':
      return { type: 'tel', inputMode: 'tel' };
    case 'color':
      return { type: 'color' };
    case 'password':
      return { type: 'password' };
    default:
      return {};
  }
};

const choicesOf = (attribute: Attribute, translate: (key: string) => string): { value: string; label: string }[] | undefined => {
  if (attribute.options !== undefined) return attribute.options.map(({ value, label }) => ({ value: String(value), label }));
  if (attribute.type !== 'boolean') return undefined;
  return [
    { value: 'true', label: translate('app.yes') },
    { value: 'false', label: translate('app.no') },
  ];
};
