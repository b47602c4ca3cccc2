/** {@code jdbmail domains}: domains that are another name of one, what they may have, and who administers them. */
@NullMarked
package org.jdbmail.cli.domains;

import org.jspecify.annotations.NullMarked;
