package org.jdbmail.sieve.match.regex;

import java.util.ArrayList;
import java.util.List;

/** A regular expression as steps of a machine that follows all ways at once. */
final class Program {
    /** Steps of one expression; repetitions of repetitions would otherwise fill the memory. */
    private static final int LONGEST = 20_000;

    /** What a step does. */
    sealed interface Step {
        /** Takes a character of a set. */
        record Take(CharacterSet set) implements Step {}

        /** Goes on in two places, the first of which is preferred. */
        record Split(int first, int second) implements Step {}

        /** Goes on elsewhere. */
        record Jump(int to) implements Step {}

        /** Notes where a group starts or ends. */
        record Save(int slot) implements Step {}

        /** Goes on only at such a place. */
        record At(Piece.Place place) implements Step {}

        /** All has matched. */
        record Match() implements Step {}
    }

    private static final Step LATER = new Step.Match();

    private final List<Step> steps = new ArrayList<>();

    private Program() {}

    static Step[] of(Piece piece) throws RegexSyntaxException {
        Program program = new Program();
        program.put(new Piece.Group(0, piece));
        program.add(new Step.Match());
        return program.steps.toArray(Step[]::new);
    }

    private int add(Step step) throws RegexSyntaxException {
        if (steps.size() >= LONGEST) {
            throw new RegexSyntaxException("it is too large");
        }
        steps.add(step);
        return steps.size() - 1;
    }

    private void put(Piece piece) throws RegexSyntaxException {
        switch (piece) {
            case Piece.One(CharacterSet set) -> add(new Step.Take(set));
            case Piece.Assertion(Piece.Place place) -> add(new Step.At(place));
            case Piece.Sequence(List<Piece> pieces) -> {
                for (Piece each : pieces) {
                    put(each);
                }
            }
            case Piece.Choice(List<Piece> pieces) -> choice(pieces);
            case Piece.Group(int number, Piece inside) -> {
                add(new Step.Save(2 * number));
                put(inside);
                add(new Step.Save(2 * number + 1));
            }
            case Piece.Repeat repeat -> repeat(repeat);
        }
    }

    private void choice(List<Piece> pieces) throws RegexSyntaxException {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < pieces.size() - 1; i++) {
            int split = add(LATER);
            put(pieces.get(i));
            ends.add(add(LATER));
            steps.set(split, new Step.Split(split + 1, steps.size()));
        }
        put(pieces.getLast());
        for (int end : ends) {
            steps.set(end, new Step.Jump(steps.size()));
        }
    }

    private void repeat(Piece.Repeat repeat) throws RegexSyntaxException {
        for (int i = 0; i < repeat.least(); i++) {
            put(repeat.piece());
        }
        if (repeat.most() < 0) {
            int split = add(LATER);
            put(repeat.piece());
            add(new Step.Jump(split));
            steps.set(split, split(split + 1, steps.size(), repeat.greedy()));
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            splits.add(add(LATER));
            put(repeat.piece());
        }
        for (int split : splits) {
            steps.set(split, split(split + 1, steps.size(), repeat.greedy()));
        }
    }

    private static Step split(int again, int on, boolean greedy) {
        return greedy ? new Step.Split(again, on) : new Step.Split(on, again);
    }
}
