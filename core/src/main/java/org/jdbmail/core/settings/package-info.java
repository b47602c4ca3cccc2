/**
 * What an administrator can choose. A {@link org.jdbmail.core.settings.Setting} is declared once, beside the record that uses
 * it; reading a file, checking it and printing the reference manual are done from that one declaration. The file is DBMail's:
 * a real {@code dbmail.conf} works as it is, what it holds for DBMail alone is accepted with a notice, and what nobody knows
 * is a warning with the nearest name.
 */
@NullMarked
package org.jdbmail.core.settings;

import org.jspecify.annotations.NullMarked;
