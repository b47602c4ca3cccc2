package org.jdbmail.mime.text;

import java.util.BitSet;
import org.jdbmail.mime.charset.Folding;

/** Runs a {@link TermTable} over texts that come in pieces, and collects the terms found. */
final class TermFinder {
    private final TermTable table;
    private final BitSet found = new BitSet();
    /** States whose terms are noted already, so that none is noted twice. */
    private final BitSet noted = new BitSet();

    private int state;

    TermFinder(TermTable table) {
        this.table = table;
    }

    /** The terms found since {@link #clear}. */
    BitSet found() {
        return found;
    }

    /** Forgets what was found, too. */
    void clear() {
        found.clear();
        noted.clear();
        state = 0;
    }

    /** Forgets what came so far, but not what was found in it: another text begins. */
    void restart() {
        state = 0;
    }

    /** Takes a piece of a text that {@link Folding} has folded. */
    void take(CharSequence piece) {
        int now = state;
        for (int i = 0; i < piece.length(); i++) {
            now = table.next(now, piece.charAt(i));
            if (table.ending(now) != 0) {
                note(now);
            }
        }
        state = now;
    }

    /** Takes a piece that is ASCII, and folds it. */
    void takeAscii(byte[] piece, int from, int to) {
        int now = state;
        for (int i = from; i < to; i++) {
            byte b = piece[i];
            char c = (char) (b >= 'A' && b <= 'Z' ? b | 0x20 : b);
            if (now != 0 || table.starts(c)) {
                now = table.next(now, c);
                if (table.ending(now) != 0) {
                    note(now);
                }
            }
        }
        state = now;
    }

    private void note(int at) {
        for (int each = table.ending(at); each != 0 && !noted.get(each); each = table.nextEnding(each)) {
            noted.set(each);
            found.set(table.term(each));
        }
    }
}
