/** The SMTP server: so far its package page only. */
@NullMarked
package org.jdbmail.smtpd;

import org.jspecify.annotations.NullMarked;
