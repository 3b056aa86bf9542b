import { useController, useFormContext, useWatch } from 'react-hook-form';
import { type Composite, targetOf, targetValues, wholeReference } from '../../core/composite';
import type { Attribute } from '../../core/config';
import type { Row } from '../../core/records';
import { useCatalog } from '../catalog';
import { fieldOf, inputId } from '../form/fields';
import { Lookup } from './Lookup';
import { useRules } from './rules';
import { useChanged } from './useChanged';

interface Props {
  composite: Composite;
  /** All of the form. */
  composites: Composite[];
  /** The first of those that are entered by it. */
  attribute: Attribute;
  /** The row as it is stored: it knows the rows that it refers to. */
  row: Row | undefined;
  autoFocus?: boolean;
}

/** The input of a foreign key of several attributes: one row is chosen, and all of them are set. */
export const CompositeInput = ({ composite: { relationship, own, set, given }, composites, attribute, row, autoFocus = false }: Props) => {
  const { control, setValue, formState } = useFormContext();
  const { field } = useController({ name: fieldOf(attribute.name), control, rules: useRules(attribute) });
  const target = useCatalog().resource(relationship.resource);
  const entered: unknown[] = useWatch({ control, name: relationship.attributes.map(fieldOf) });
  const values = Object.fromEntries(relationship.attributes.map((name, index) => [name, entered[index]]));
  const id = inputId(attribute.name);
  const problem = own.map(({ name }) => formState.errors[fieldOf(name)]?.message).find((message) => typeof message === 'string');
  const changed = useChanged(composites);
  const choose = (chosen: Row | null) => {
    const next = (chosen === null ? own.map((each) => each.name) : set).map((name) => [name, asText(chosen?.[targetOf(relationship, name)])] as const);
    for (const [name, value] of next) setValue(fieldOf(name), value, { shouldDirty: true, shouldValidate: problem !== undefined });
    changed(next.filter(([name, value]) => asText(values[name]) !== value).map(([name]) => name));
  };
  return (
    <>
      <Lookup
        id={id}
        label={`${target.label} (${own.map(({ label }) => label).join(', ')})`}
        required={own.some(({ required }) => required)}
        error={problem !== undefined}
        helperText={problem ?? attribute.help}
        inputRef={field.ref}
        onBlur={field.onBlur}
        autoFocus={autoFocus}
        settings={own.find(({ lookup }) => lookup !== undefined) ?? attribute}
        relationship={relationship}
        reference={wholeReference(relationship, values)}
        within={targetValues(relationship, given, values)}
        row={row}
        onChoose={choose}
      />
      {own.slice(1).map((each) => <Part key={each.name} attribute={each} input={id} />)}
    </>
  );
};

const asText = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Another attribute that the choice sets: it is checked too, and whoever is sent to it is sent on to the choice. */
const Part = ({ attribute, input }: { attribute: Attribute; input: string }) => {
  const { control } = useFormContext();
  const { field } = useController({ name: fieldOf(attribute.name), control, rules: useRules(attribute) });
  return <span id={inputId(attribute.name)} ref={field.ref} tabIndex={-1} onFocus={() => document.getElementById(input)?.focus()} />;
};
