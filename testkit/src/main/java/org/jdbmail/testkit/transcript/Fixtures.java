package org.jdbmail.testkit.transcript;

/** Makes what transcripts ask for in their {@code fixture} lines. Each front's test implements it over its store. */
@FunctionalInterface
public interface Fixtures {
    /**
     * Makes one fixture, and returns when it is committed.
     *
     * @throws IllegalArgumentException when the kind or its words are not known
     * @throws Exception any other trouble, which fails the transcript
     */
    void make(Fixture fixture) throws Exception;
}
