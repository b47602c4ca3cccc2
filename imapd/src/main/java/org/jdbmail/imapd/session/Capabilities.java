package org.jdbmail.imapd.session;

import java.util.ArrayList;
import java.util.List;

/** What the server can do for a client (RFC 3501 §7.2.1), each capability only where it may be used. */
final class Capabilities {
    /** Whether logged in or not. */
    private static final List<String> ALWAYS = List.of("SASL-IR", "ID", "ENABLE", "LANGUAGE");

    /** For who is logged in: one a line, in the order of the alphabet. */
    private static final List<String> LOGGED_IN = List.of(
            "ACL",
            "BINARY",
            "CATENATE",
            "CHILDREN",
            "CONDSTORE",
            "CONTEXT=SEARCH",
            "CONTEXT=SORT",
            "CREATE-SPECIAL-USE",
            "ESEARCH",
            "ESORT",
            "FILTERS",
            "I18NLEVEL=2",
            "IDLE",
            "INPROGRESS",
            "LIST-EXTENDED",
            "LIST-METADATA",
            "LIST-MYRIGHTS",
            "LIST-STATUS",
            "METADATA",
            "MOVE",
            "MULTIAPPEND",
            "MULTISEARCH",
            "NAMESPACE",
            "NOTIFY",
            "OBJECTID",
            "PARTIAL",
            "PREVIEW",
            "QRESYNC",
            "QUOTA",
            "QUOTA=RES-MAILBOX",
            "QUOTA=RES-MESSAGE",
            "QUOTA=RES-STORAGE",
            "QUOTASET",
            "REPLACE",
            "RIGHTS=kxte",
            "SAVEDATE",
            "SEARCH=FUZZY",
            "SEARCHRES",
            "SORT",
            "SORT=DISPLAY",
            "SPECIAL-USE",
            "STATUS=SIZE",
            "THREAD=ORDEREDSUBJECT",
            "THREAD=REFERENCES",
            "THREAD=REFS",
            "UIDBATCHES",
            "UIDONLY",
            "UIDPLUS",
            "UNAUTHENTICATE",
            "UNSELECT",
            "URL-PARTIAL",
            "URLAUTH",
            "UTF8=ACCEPT",
            "WITHIN");

    private Capabilities() {}

    /** Those of a session as it is now. */
    static List<String> of(Session session) {
        ImapOptions options = session.shared().options();
        List<String> capabilities = new ArrayList<>();
        // RFC 9051, appendix A: who wants the newer one says so by ENABLE.
        capabilities.add("IMAP4rev1");
        capabilities.add("IMAP4rev2");
        // RFC 7888 §5: never both.
        capabilities.add(options.limits().literalMinus() ? "LITERAL-" : "LITERAL+");
        capabilities.addAll(ALWAYS);
        if (session.isLoggedIn()) {
            capabilities.addAll(LOGGED_IN);
            // RFC 7889 §3
            capabilities.add("APPENDLIMIT=" + options.limits().message());
            // RFC 9738 §3: one or the other
            int messages = options.bounds().messages();
            int saved = options.bounds().saved();
            if (messages > 0) {
                capabilities.add("MESSAGELIMIT=" + messages);
            } else if (saved > 0) {
                capabilities.add("SAVELIMIT=" + saved);
            }
        }
        return capabilities;
    }
}
