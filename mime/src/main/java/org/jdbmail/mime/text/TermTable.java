package org.jdbmail.mime.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.mime.charset.Folding;

/**
 * The machine that looks for any number of terms in one pass (Aho and Corasick): each character moves it from state to
 * state, and a state knows which terms end there. A text takes linear time, however many terms there are and whatever
 * they have in common, so that no search and message together can hold up a server. Immutable once made.
 */
final class TermTable {
    private static final long EMPTY = -1;

    /** Edges by state and character, in an open hash table. */
    private final long[] edges;

    private final int[] targets;
    /** The state of the longest proper end of what a state has matched. */
    private final int[] shorter;
    /** The term that ends in a state; -1 if none does. */
    private final int[] term;
    /** The state itself if a term ends there, else the nearest one along {@link #shorter}; 0 if none. */
    private final int[] ending;

    private final boolean[] starts = new boolean[128];
    private int states = 1;

    /** A machine for terms that {@link Folding} has folded, none of them empty and no two alike. */
    TermTable(List<String> terms) {
        int most = 1;
        for (String each : terms) {
            most += each.length();
        }
        int capacity = Integer.highestOneBit(Math.max(8, most * 2)) * 2;
        edges = new long[capacity];
        Arrays.fill(edges, EMPTY);
        targets = new int[capacity];
        shorter = new int[most];
        term = new int[most];
        ending = new int[most];
        Arrays.fill(term, -1);
        List<long[]> byDepth = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            enter(terms.get(i), i, byDepth);
        }
        byDepth.forEach(this::link);
    }

    private void enter(String text, int number, List<long[]> byDepth) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int slot = slot(state, c);
            if (edges[slot] == EMPTY) {
                edges[slot] = key(state, c);
                targets[slot] = states++;
                note(byDepth, i, slot);
            }
            state = targets[slot];
        }
        if (!text.isEmpty() && text.charAt(0) < 128) {
            starts[text.charAt(0)] = true;
        }
        term[state] = number;
    }

    /** Remembers the edges of each depth: the first number counts them, the others are their slots. */
    private static void note(List<long[]> byDepth, int depth, int slot) {
        if (byDepth.size() == depth) {
            byDepth.add(new long[4]);
        }
        long[] slots = byDepth.get(depth);
        int count = (int) ++slots[0];
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
            byDepth.set(depth, slots);
        }
        slots[count] = slot;
    }

    /** Fills in what the states of one depth know, after those of lesser depths. */
    private void link(long[] slots) {
        for (int i = 1; i <= slots[0]; i++) {
            int slot = (int) slots[i];
            int parent = (int) (edges[slot] >>> 16);
            int state = targets[slot];
            shorter[state] = parent == 0 ? 0 : next(shorter[parent], (char) edges[slot]);
            ending[state] = term[state] >= 0 ? state : ending[shorter[state]];
        }
    }

    private static long key(int state, char c) {
        return (long) state << 16 | c;
    }

    /** Where the edge is, or where it would be entered. */
    private int slot(int state, char c) {
        long key = key(state, c);
        long hash = key * 0x9e3779b97f4a7c15L;
        int mask = edges.length - 1;
        int slot = (int) (hash >>> 40) & mask;
        while (edges[slot] != key && edges[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The state after one more character. */
    int next(int state, char c) {
        int from = state;
        while (true) {
            int slot = slot(from, c);
            if (edges[slot] != EMPTY) {
                return targets[slot];
            }
            if (from == 0) {
                return 0;
            }
            from = shorter[from];
        }
    }

    /** Whether a term starts with an ASCII character. */
    boolean starts(int c) {
        return starts[c];
    }

    /** The first state of the chain of those whose terms end with this one; 0 if none does. */
    int ending(int state) {
        return ending[state];
    }

    /** The next one of that chain. */
    int nextEnding(int state) {
        return ending[shorter[state]];
    }

    /** The term that ends in a state of such a chain. */
    int term(int state) {
        return term[state];
    }
}
