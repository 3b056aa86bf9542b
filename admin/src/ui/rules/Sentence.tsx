import { useTranslate } from 'ra-core';
import { inWords } from '../../core/words';
import { useCatalog } from '../catalog';

interface Props {
  kind: string;
  /** The code of its value or, of a constraint, of what always holds. */
  value: string;
  /** The code of the condition under which rows count, or something happens. */
  condition: string | null;
  /** The JSON:API type whose rows the code is about: the children, for an aggregate. */
  subject: string;
  /** That of the rows which the result stands in. */
  resource: string;
}

/** A rule in the words of its reader. */
export const Sentence = ({ kind, value, condition, subject, resource }: Props) => {
  const translate = useTranslate();
  const catalog = useCatalog();
  const find = (type: string) => catalog.config.resources.find((each) => each.type === type);
  const words = {
    empty: translate('app.why.empty'), notEmpty: translate('app.why.not_empty'), and: translate('app.why.and'), or: translate('app.why.or'), not: translate('app.why.not'),
    of: (name: string, parent: string) => translate('app.why.of', { name, parent }),
    before: (name: string) => translate('app.why.before', { name }),
  };
  const told = (code: string | null) => (code === null ? '' : inWords(code, catalog, subject, words));
  const key = `app.why.${kind.replaceAll(/\W/g, '_')}${condition === null ? '' : '_when'}`;
  return <>{translate(key, { value: told(value), condition: told(condition), rows: find(subject)?.labelPlural ?? subject, resource: find(resource)?.label ?? resource })}</>;
};
