import Box from '@mui/material/Box';
import { useTranslate } from 'ra-core';
import type { Input } from '../../core/pages';
import { useCatalog } from '../catalog';
import { Disclosure } from './Disclosure';
import { PlainValue } from './PlainValue';
import { RowName } from './RowName';
import { Why } from './Why';

/** The values that a rule reads; those that rules compute are explained in turn. */
export const Inputs = ({ inputs, label, onLeave }: { inputs: Input[]; label: string; onLeave: () => void }) => (
  <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, mt: 1, p: 0 }}>
    {inputs.map((input) => <InputLine key={[...input.way, input.attribute].join('.')} input={input} onLeave={onLeave} />)}
  </Box>
);

const InputLine = ({ input, onLeave }: { input: Input; onLeave: () => void }) => {
  const translate = useTranslate();
  const resource = useCatalog().config.resources.find(({ type }) => type === input.resource);
  const label = resource?.attributes.find(({ name }) => name === input.attribute)?.label ?? input.attribute;
  const { id } = input;
  return (
    <Disclosure
      label={translate('app.why.explain', { name: label })}
      name={
        <>
          {label}
          {input.way.length > 0 && (
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>{' · '}{id === null ? translate('app.why.no_parent') : <RowName type={input.resource} id={id} onLeave={onLeave} />}</Box>
          )}
        </>
      }
      value={<PlainValue type={input.resource} attribute={input.attribute} id={id ?? ''} value={input.value} />}
    >
      {input.isDerived && id !== null ? () => <Why type={input.resource} id={id} attribute={input.attribute} onLeave={onLeave} isNested /> : undefined}
    </Disclosure>
  );
};
