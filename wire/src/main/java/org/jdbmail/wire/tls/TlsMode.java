package org.jdbmail.wire.tls;

/** When TLS begins on a listener's connections. */
public enum TlsMode {
    /** Never. */
    NONE,
    /** When the session calls {@link Connection#startTls(byte[])}. */
    STARTTLS,
    /** With the first byte (after a PROXY header, if there is one); the session sees only what is inside. */
    IMPLICIT
}
