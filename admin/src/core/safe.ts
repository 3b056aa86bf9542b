/** Addresses that data may lead to. */

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Whether it is a path of this server. */
export const isOfThisServer = (text: string): boolean => /^\/(?![/\\])/.test(text);

/** The address of a picture, if the policy of the page lets the browser ask for it: of this server, or of the hosts of the configuration. */
export const pictureAddress = (text: string, hosts: string[] = []): string | undefined => {
  if (isOfThisServer(text) || /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/.test(text)) return text;
  const address = safeAddress(text);
  if (address === undefined) return undefined;
  const { origin, protocol, hostname, port } = new URL(address);
  if (origin === globalThis.location?.origin) return address;
  const isAdmitted = hosts.some((host) => {
    const { protocol: ofHost, hostname: name, port: itsPort } = new URL(host.replace('//*.', '//any.'));
    const isName = host.includes('//*.') ? hostname.endsWith(name.slice('any'.length)) : hostname === name;
    return isName && itsPort === port && ofHost === protocol;
  });
  return isAdmitted ? address : undefined;
};

/** The address, if following it executes nothing. */
export const safeAddress = (text: string): string | undefined => {
  if (isOfThisServer(text)) return text;
  try {
    const url = new URL(text);
    return SCHEMES.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
};
