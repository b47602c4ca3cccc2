package org.jdbmail.pop3d.proto;

/** The states of RFC 1939 §3 in which a client can say something. */
public enum PopState {
    /** Before the login. */
    AUTHORIZATION,
    /** After it. */
    TRANSACTION
}
