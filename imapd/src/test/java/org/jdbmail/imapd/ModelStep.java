package org.jdbmail.imapd;

import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One command of one session, as it was drawn: the numbers say which of the messages that the session knows then are meant, so that
 * a step means something wherever it stands.
 *
 * @param session whose
 * @param act what
 * @param one which message, modulo as many as there are
 * @param two the end of a range, likewise
 * @param mode of a STORE
 * @param flags of a STORE or APPEND
 */
record ModelStep(int session, Act act, int one, int two, char mode, Set<String> flags) {
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "red", "blue", "k1", "k2");

    /** What sessions do; and beside them deliveries, with flags from a script, and who deletes over POP3. */
    enum Act {
        DELIVER,
        QUIT,
        APPEND,
        STORE,
        STORE_SILENT,
        STORE_UNCHANGED,
        UID_STORE,
        EXPUNGE,
        UID_EXPUNGE,
        COPY,
        MOVE,
        UID_MOVE,
        FETCH,
        SEARCH,
        NOOP,
        CLOSE,
        RESELECT
    }

    static ModelStep draw(Random random, int sessions) {
        // What fills the mailbox comes as often as what empties it.
        Act act = random.nextInt(4) == 0 ? Act.APPEND : Act.values()[random.nextInt(Act.values().length)];
        Set<String> flags = MailboxModel.flags(List.of());
        for (int i = random.nextInt(3); i >= 0; i--) {
            flags.add(FLAGS.get(random.nextInt(FLAGS.size())));
        }
        return new ModelStep(
                random.nextInt(sessions),
                act,
                random.nextInt(1_000),
                random.nextInt(1_000),
                "+-=".charAt(random.nextInt(3)),
                flags);
    }

    String flagList() {
        return "(" + String.join(" ", flags) + ")";
    }

    String item(String suffix) {
        return (mode == '=' ? "" : mode) + "FLAGS" + suffix + " " + flagList();
    }
}
