/**
 * What a mail server decides about mail that others bring: whom it takes mail from, for whom, and how much
 * ({@link org.jdbmail.core.reception.Reception}). The fronts that speak SMTP ask here and say the answers.
 */
@NullMarked
package org.jdbmail.core.reception;

import org.jspecify.annotations.NullMarked;
