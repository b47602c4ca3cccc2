package org.jdbmail.imapd.proto;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What changes how a session speaks once its client has asked for it, by ENABLE (RFC 5161) or by using it. */
public enum Extension {
    /** RFC 7162 §3.1: FETCH responses tell the MODSEQ. */
    CONDSTORE("CONDSTORE"),
    /** RFC 9051. */
    IMAP4REV2("IMAP4rev2"),
    /** RFC 7162 §3.2: VANISHED instead of EXPUNGE. */
    QRESYNC("QRESYNC"),
    /** RFC 9586: UIDs only, no sequence numbers. */
    UIDONLY("UIDONLY"),
    /** RFC 6855: names and quoted strings are UTF-8. */
    UTF8("UTF8=ACCEPT");

    private final String imapName;

    Extension(String imapName) {
        this.imapName = imapName;
    }

    /** Its name as a capability. */
    public String imapName() {
        return imapName;
    }

    /** The extension with that name, which is in upper case; null if there is none that can be switched on. */
    public static @Nullable Extension named(String name) {
        for (Extension extension : values()) {
            if (extension.imapName.toUpperCase(Locale.ROOT).equals(name)) {
                return extension;
            }
        }
        return null;
    }
}
