/** The app's own pages besides the first one, as far as the configuration has them. */

import type { Config } from '../../core/config';
import { paths } from '../paths';

export interface AppPage {
  name: 'diagram' | 'rules' | 'audit';
  /** The key of its words. */
  label: string;
  to: string;
}

export const hasPage = ({ settings: { pages }, hasRules, hasAudit }: Config, name: AppPage['name']): boolean => {
  if (name === 'diagram') return pages['er_diagram'] !== false;
  return pages[name] !== false && (name === 'rules' ? hasRules : hasAudit);
};

/** Whether users may choose languages, colours and the like. */
export const hasSettings = ({ settings }: Config): boolean => settings.pages['settings'] !== false;

const ALL: AppPage[] = [
  { name: 'diagram', label: 'app.diagram', to: paths.diagram },
  { name: 'rules', label: 'app.rules', to: paths.rules },
  { name: 'audit', label: 'app.audit_page.title', to: paths.audit },
];

export const appPages = (config: Config): AppPage[] => ALL.filter(({ name }) => hasPage(config, name));
