package org.jdbmail.sieve.match.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jdbmail.sieve.match.regex.Program.Step;

/**
 * Where a match can begin, as far as that can be told from the first steps: most places of most texts need not be tried.
 *
 * @param onlyFirst whether only at the beginning of the text
 * @param anywhere whether nothing more is known
 * @param sets otherwise the sets of which one has the first character
 */
record Start(boolean onlyFirst, boolean anywhere, List<CharacterSet> sets) {
    /** An expression with more beginnings is not worth looking at them. */
    private static final int MOST_SETS = 8;

    static Start of(Step[] steps) {
        boolean onlyFirst =
                steps.length > 1 && steps[1] instanceof Step.At(Piece.Place place) && place == Piece.Place.TEXT_START;
        List<CharacterSet> sets = new ArrayList<>();
        boolean known = collect(steps, sets);
        return new Start(onlyFirst, !known, List.copyOf(sets));
    }

    /** The sets that a match can begin with; false if it may begin without a character. */
    private static boolean collect(Step[] steps, List<CharacterSet> sets) {
        BitSet seen = new BitSet(steps.length);
        BitSet open = new BitSet(steps.length);
        open.set(0);
        for (int step = 0; step >= 0; step = open.nextSetBit(0)) {
            open.clear(step);
            seen.set(step);
            switch (steps[step]) {
                case Step.Take(CharacterSet set) -> sets.add(set);
                case Step.Match() -> {
                    return false;
                }
                case Step.Jump(int to) -> open.set(to);
                case Step.Split(int first, int second) -> {
                    open.set(first);
                    open.set(second);
                }
                // Where it holds, the step behind it is what begins.
                case Step.Save _, Step.At _ -> open.set(step + 1);
            }
            open.andNot(seen);
            if (sets.size() > MOST_SETS) {
                return false;
            }
        }
        return true;
    }

    /** Whether a match can begin at a place, where that character stands; -1 for the end of the text. */
    boolean canBe(int character, int at, CharacterSet.Case letters) {
        if (onlyFirst && at > 0) {
            return false;
        }
        if (anywhere) {
            return true;
        }
        for (CharacterSet set : sets) {
            if (character >= 0 && set.has(character, letters)) {
                return true;
            }
        }
        return false;
    }
}
