package org.jdbmail.core.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The sections of a settings file. */
public enum Section {
    /** What holds for every service that does not say otherwise in its own section. */
    DBMAIL,
    /** The IMAP server. */
    IMAP,
    /** The POP3 server. */
    POP,
    /** The LMTP server. */
    LMTP,
    /** How mail is put into mailboxes. */
    DELIVERY,
    /** The ManageSieve server. */
    SIEVE,
    /** The SMTP server for mail from elsewhere. */
    SMTPD,
    /** The SMTP server for users. */
    SUBMISSION,
    /** What answers mail servers who may log in. */
    AUTH,
    /** How mail goes to other servers. */
    SENDING,
    /** DBMail's web server. */
    HTTP,
    /** The program {@code dbmail-users}. */
    USERS,
    /** The program {@code dbmail-util}. */
    UTIL,
    /** The program {@code dbmail-export}. */
    EXPORT,
    /** The directory of accounts, where that is not the database. It stands alone: nothing in it overrides another section. */
    LDAP,
    /** Accounts in tables of another program. It stands alone, too. */
    ACCOUNTS;

    /** The section of that name, whatever its case. */
    static Optional<Section> ofName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(section -> section.name().equals(upper))
                .findFirst();
    }

    /** Whether what is written in {@code [DBMAIL]} also holds here, and may be overridden here. */
    boolean inherits() {
        return this != LDAP && this != ACCOUNTS && this != DBMAIL;
    }
}
