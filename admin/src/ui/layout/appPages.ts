/** The app's own pages besides the first one, as far as the configuration has them. */

import type { Config } from '../../core/config';
import { paths } from '../paths';

export interface AppPage {
  name: 'diagram' | 'rules' | 'audit';
  /** The key of its words. */
  label: string;
  to: string;
}

export const appPages = ({ settings: { pages }, hasRules, hasAudit }: Config): AppPage[] => [
  ...(pages['er_diagram'] === false ? [] : [{ name: 'diagram' as const, label: 'app.diagram', to: paths.diagram }]),
  ...(hasRules && pages['rules'] !== false ? [{ name: 'rules' as const, label: 'app.rules', to: paths.rules }] : []),
  ...(hasAudit && pages['audit'] !== false ? [{ name: 'audit' as const, label: 'app.audit_page.title', to: paths.audit }] : []),
];
