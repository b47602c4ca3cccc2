package org.jdbmail.imapd.proto;

/** Where a session stands (RFC 3501 §3); the logout state has no name, since nothing is legal in it. */
public enum State {
    NOT_AUTHENTICATED,
    AUTHENTICATED,
    SELECTED
}
