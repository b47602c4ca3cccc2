package org.jdbmail.core.delivery;

import org.jdbmail.mime.bytes.MessageBytes;

/** Which form of a message an action means. */
public sealed interface Version {
    /** The message as it came. */
    Version ORIGINAL = new Original();

    /** The message as it came. */
    record Original() implements Version {}

    /**
     * One that somebody edited. Two that are the same, byte by byte, are stored once.
     *
     * @param bytes all of the message
     */
    record Edited(MessageBytes bytes) implements Version {}
}
