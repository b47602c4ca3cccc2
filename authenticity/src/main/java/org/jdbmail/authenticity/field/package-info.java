/** The fields of a message as they came, byte for byte, and the lists of tags that stand in some of them. */
@NullMarked
package org.jdbmail.authenticity.field;

import org.jspecify.annotations.NullMarked;
