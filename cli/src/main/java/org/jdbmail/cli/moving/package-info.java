/** Commands that bring mail from elsewhere, and take it elsewhere. */
@NullMarked
package org.jdbmail.cli.moving;

import org.jspecify.annotations.NullMarked;
