/** Which domains of mail are ours: {@link org.jdbmail.core.domain.MailDomains} says of each what it is to this server. */
@NullMarked
package org.jdbmail.core.domain;

import org.jspecify.annotations.NullMarked;
