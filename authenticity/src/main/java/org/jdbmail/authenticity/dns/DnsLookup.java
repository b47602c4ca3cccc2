package org.jdbmail.authenticity.dns;

import java.net.InetAddress;

/** Questions to the domain name system. Names are without a dot at their end; each question is bounded in time by whoever answers. */
public interface DnsLookup {
    /** Texts of a name; the strings of one record are one text, in which each octet is the character of its number. */
    Answer<String> txt(String name);

    /** The addresses of a host of IPv4. */
    Answer<InetAddress> ipv4(String host);

    /** The addresses of a host of IPv6. */
    Answer<InetAddress> ipv6(String host);

    /** The hosts that take mail for a domain, the preferred one first; an empty name for none (RFC 7505). */
    Answer<String> mx(String domain);

    /** The names of an address. */
    Answer<String> names(InetAddress address);
}
