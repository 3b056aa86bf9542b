/** What tables and columns may be called, and what may stand in them: the usual, and what breaks apps that were not tried with it. */

const USUAL = ['customer', 'order_line', 'ProductGroup', 'invoice2', 'tblUser', 'stock', 'person', 'city', 'shipment', 'BANK_ACCOUNT', 'note', 'price_list', 'employee', 'contract'];

const KEYWORDS = ['select', 'order', 'group', 'table', 'index', 'from', 'default', 'null', 'true', 'values', 'check', 'case'];

/** Names that are something to JavaScript, to react-admin, to JSON:API, or to an address. */
const TAKEN = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'type', 'id', 'links', 'meta', 'attributes', 'relationships', 'q', 'ids', 'key', 'ref', 'children', 'style', 'record', 'mode', 'value', 'name', 'title', 'sort', 'filter', 'page', 'include', 'login', 'settings', '_er', '_settings', 'create', 'show', 'undefined', 'NaN', 'length', 'label'];

const STRANGE = ['Order Details', 'Größe', 'naïve café', '日本語', 'прайс лист', 'مرحبا', 'a.b', '50%', 'what?', '#1', 'x/y', "it's", 'say "hi"', 'back`tick', 'semi;colon', '_private', '2nd', 'A', '1', '😀', 'a,b', '[x]', '{y}', '<b>', 'a@b', 'a & b', 'tab\there', ' padded ', 'a-name-with-dashes', 'a_name_that_is_much_longer_than_anybody_would_choose_but_that_a_generator_of_schemas_may_well_make'];

export const NAMES = [...USUAL, ...USUAL, ...KEYWORDS, ...TAKEN, ...STRANGE];

const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2);

export const TEXTS = [
  'Berlin', 'Anna', 'Acme', 'green', 'green', 'in progress', 'O’Neill & Sons', 'Zürich', '日本の会社', 'שלום עולם', 'مرحبا بالعالم', '😀😀😀', '',
  ' ', '0', '-1', 'null', 'undefined', '<b>not bold</b>', '<img src=x onerror=alert(1)>', '{{x}}', '${x}', '=1+1', 'a\nb\nc', 'tab\tbetween', "'quoted'", '"quoted"', '\\', '%', '_',
  'https://example.org/a?b=c#d', 'someone@example.org', '+41 44 123 45 67', 'javascript:alert(1)', '#1d4ed8', LONG_WORD, 'A sentence that is rather long. '.repeat(20), '**bold** _it_ [x](javascript:1)', '{"a": [1, 2]}', 'e\u0301', '\u200b', '\u202eright to left',
];

/** What the id of a row may be: it stands in addresses. */
export const KEYS = ['ALFKI', 'a/b', 'x%y', 'ü', 'two words', '?', '#', 'A_1', '..', 'a.b', 'a,b', '["1"]', 'show', '😀', "it's", 'a&b=c', '100%25', '+', '\\', '{id}', '1', '007', '-1', 'null', ':', '$&'];
