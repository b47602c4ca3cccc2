/** The addresses of DBMail's {@code dbmail-httpd}: accounts, mailboxes and messages as JSON, for scripts. */
@NullMarked
package org.jdbmail.webd.dbmail;

import org.jspecify.annotations.NullMarked;
