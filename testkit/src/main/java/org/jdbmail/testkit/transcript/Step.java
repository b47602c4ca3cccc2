package org.jdbmail.testkit.transcript;

import java.time.Duration;
import java.util.List;

/** One thing that happens in a transcript. Clients are numbered from 1. */
public sealed interface Step {
    /** The line in the file where it is written, counted from 1. */
    int line();

    /** A comment that begins with a source, such as {@code # RFC 3501 §6.3.1}: a heading for what follows. */
    record Section(int line, String title) implements Step {}

    /** {@code set}: gives a variable a value. */
    record Assign(int line, String name, Template value) implements Step {}

    /** {@code fixture}: has the test make something. */
    record Make(int line, String kind, List<Template> words, Template content) implements Step {}

    /** {@code connect}: opens a client's connection; an empty service is the file's own. */
    record Connect(int line, int client, String service, boolean tls) implements Step {}

    /** {@code starttls}: does the handshake on an open connection. */
    record StartTls(int line, int client) implements Step {}

    /** {@code compress}: compresses an open connection from now on. */
    record Compress(int line, int client) implements Step {}

    /** {@code uncompress}: ends the compression of a connection, which the server must have ended. */
    record Uncompress(int line, int client) implements Step {}

    /** {@code close}: closes a connection from the client's side. */
    record Close(int line, int client) implements Step {}

    /** {@code eof}: the server closes the connection without another word. */
    record Eof(int line, int client) implements Step {}

    /** {@code quiet}: the server says nothing for so long. */
    record Quiet(int line, int client, Duration time) implements Step {}

    /** {@code wait up to}: how long the next expectation may take. */
    record Patience(int line, Duration time) implements Step {}

    /** A {@code C} line: what a client sends. */
    record Send(int line, int client, Template text, Ending ending) implements Step {}

    /** An {@code S} line: what the server answers. */
    record Expect(int line, int client, Template text, Reading reading) implements Step {}

    /** Neighbouring {@code S~} lines: answers that may come in any order. */
    record ExpectAll(int line, int client, List<Expect> answers) implements Step {}

    /** What follows a client's text. */
    enum Ending {
        /** CRLF. */
        LINE,
        /** Nothing. */
        NOTHING,
        /** The text is stuffed with dots and ended by a line with a dot alone. */
        DOT
    }

    /** How an expectation reads. */
    enum Reading {
        /** The next response must match. */
        NEXT,
        /** Responses are passed over until one matches. */
        SEARCH,
        /** Lines up to one with a dot alone, unstuffed, must match together. */
        DOT
    }
}
