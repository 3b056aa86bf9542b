import { useFormContext } from 'react-hook-form';
import { type Composite, dependentsOf } from '../../core/composite';
import { fieldOf } from '../form/fields';

/** Tells that attributes got other values: what was chosen within them is to be chosen again. */
export const useChanged = (composites: Composite[]): ((names: string[]) => void) => {
  const { setValue } = useFormContext();
  return (names) => dependentsOf(composites, names).forEach((name) => setValue(fieldOf(name), '', { shouldDirty: true }));
};
