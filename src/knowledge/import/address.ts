// Whether an address is one of the public internet: nothing on this machine, in its network, or in a cloud's. Pure.

import ipaddr from 'ipaddr.js';

/** Global unicast, the only part of IPv6 that is given out (RFC 4291). */
const GLOBAL = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** `address`: IPv4 or IPv6, without brackets. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address); // an IPv4 address in IPv6's clothes is taken out of them
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL);
}
