/** Questions to the domain name system that mail servers have: {@link org.jdbmail.core.dns.Dns} asks, and remembers the answers. */
@NullMarked
package org.jdbmail.core.dns;

import org.jspecify.annotations.NullMarked;
