/**
 * The values that every part of a mail server speaks of: flags, number sets, rights, reasons for a refusal. No I/O and no
 * dependencies but the JDK.
 */
@NullMarked
package org.jdbmail.core.mail;

import org.jspecify.annotations.NullMarked;
