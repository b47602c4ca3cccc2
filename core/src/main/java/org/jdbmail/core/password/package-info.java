/**
 * Passwords and their stored forms. {@link org.jdbmail.core.password.Passwords} knows every encoding of a password that DBMail
 * ever wrote, and those that new ones should have. A password exists here only as a {@link
 * org.jdbmail.core.password.Password}, which does not print itself.
 */
@NullMarked
package org.jdbmail.core.password;

import org.jspecify.annotations.NullMarked;
