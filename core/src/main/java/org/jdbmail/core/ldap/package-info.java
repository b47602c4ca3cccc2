/** Accounts in an LDAP directory, as DBMail's {@code [LDAP]} section describes one; nothing else sees the LDAP SDK. */
@NullMarked
package org.jdbmail.core.ldap;

import org.jspecify.annotations.NullMarked;
