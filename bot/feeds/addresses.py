"""Which internet addresses a feed may live at. Pure: no lookup happens here."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: how the IPv4 internet looks from a network that has IPv6 alone; the last 32 bits are the address."""
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_FOR_US = (
    IPv4Network("192.0.0.0/24"),  # RFC 6890: protocol assignments, in part global by the standard library's table
    IPv6Network("2001::/32"),  # Teredo and
    IPv6Network("2002::/16"),  # 6to4 carry an IPv4 address that may be private; nobody serves feeds there
    IPv6Network("3fff::/20"),  # documentation, newer than some tables of the standard library
)


def is_public(address: str) -> bool:
    """Whether an address as text is one on the open internet.

    Private, loopback, link-local, multicast, reserved and unspecified addresses are not, in IPv4, IPv6 or one inside
    the other; nor is anything that is no address at all.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed in _NAT64:
        parsed = IPv4Address(int(parsed) & 0xFFFFFFFF)
    if parsed.is_multicast or parsed.is_reserved or not parsed.is_global:
        return False
    if any(parsed in network for network in _NOT_FOR_US):
        return False
    return isinstance(parsed, IPv4Address) or (parsed in _GLOBAL_UNICAST and not parsed.scope_id)
