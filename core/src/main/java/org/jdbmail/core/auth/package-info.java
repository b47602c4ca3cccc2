/**
 * Who may log in. {@link org.jdbmail.core.auth.Passwords} knows every encoding of a password that DBMail ever wrote, and the
 * two that new ones should have; {@link org.jdbmail.core.auth.Authenticator} checks a name and a password against the
 * store. A password exists here only as a {@link org.jdbmail.core.auth.Password}, which does not print itself.
 */
@NullMarked
package org.jdbmail.core.auth;

import org.jspecify.annotations.NullMarked;
