package org.jdbmail.sieve.run;

import org.jspecify.annotations.Nullable;

/** Where a script goes on after a step. */
public sealed interface Flow {
    /** With the next step. */
    record Next() implements Flow {}

    /** Nowhere (RFC 5228 §3.3). */
    record Stop() implements Flow {}

    /** After the include that this script was included by (RFC 6609 §3.3). */
    record Return() implements Flow {}

    /** After a loop (RFC 5703 §3.2): the one of that name, or the innermost. */
    record Break(@Nullable String loop) implements Flow {}

    /** The usual way on. */
    Flow NEXT = new Next();
}
