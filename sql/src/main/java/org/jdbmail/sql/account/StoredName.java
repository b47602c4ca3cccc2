package org.jdbmail.sql.account;

import org.jdbmail.core.mail.ModifiedUtf7;
import org.jspecify.annotations.Nullable;

/**
 * Names of mailboxes as the tables hold them: DBMail's modified UTF-7 (RFC 3501 §5.1.3). What somebody else wrote there and is
 * not modified UTF-7 is taken for the name itself, so that it can be named, read and renamed.
 */
final class StoredName {
    private StoredName() {}

    /** The name that a stored text stands for. */
    static String decode(String stored) {
        @Nullable String name = ModifiedUtf7.decode(stored);
        return name == null ? stored : name;
    }

    /** The text that is stored for a name. */
    static String encode(String name) {
        return ModifiedUtf7.encode(name);
    }
}
