package org.jdbmail.core.admin;

import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Tx;

/** Single rows of aliases. */
final class AliasBookkeeping {
    private AliasBookkeeping() {}

    /** Removes one row, and no other that a glob would mean. @throws Refusal NOT_FOUND */
    static void remove(Tx tx, String alias, String target) {
        Alias row = tx.aliases().find(alias).stream()
                .filter(one -> one.deliverTo().equals(target) && AsciiCase.same(one.alias(), alias))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such alias"));
        if (row.alias().indexOf('*') >= 0 || row.alias().indexOf('?') >= 0) {
            throw new Refusal(Reason.INVALID, "an alias with * or ? in it is removed by jdbmail users change");
        }
        tx.aliases().remove(row.alias(), target);
    }
}
