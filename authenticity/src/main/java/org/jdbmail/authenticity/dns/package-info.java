/** What the checks ask the domain name system, as a seam: they send nothing themselves. */
@NullMarked
package org.jdbmail.authenticity.dns;

import org.jspecify.annotations.NullMarked;
