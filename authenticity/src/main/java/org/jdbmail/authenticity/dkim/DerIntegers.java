package org.jdbmail.authenticity.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;

/** Reads the numbers of a sequence in DER (X.690), as keys of RSA are written in PKCS #1 (RFC 8017 appendix A.1). */
final class DerIntegers {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private final byte[] octets;
    private int at;

    DerIntegers(byte[] octets) throws GeneralSecurityException {
        this.octets = octets;
        header(SEQUENCE);
    }

    /** The next number. */
    BigInteger next() throws GeneralSecurityException {
        int length = header(INTEGER);
        BigInteger number = new BigInteger(octets, at, length);
        at += length;
        return number;
    }

    private int header(int type) throws GeneralSecurityException {
        if (octet() != type) {
            throw new GeneralSecurityException("no such key");
        }
        int length = octet();
        if (length > 0x80 && length <= 0x82) {
            int count = length & 0x7f;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | octet();
            }
        }
        if (length < 1 || length > octets.length - at) {
            throw new GeneralSecurityException("not that long");
        }
        return length;
    }

    private int octet() throws GeneralSecurityException {
        if (at >= octets.length) {
            throw new GeneralSecurityException("ends too early");
        }
        return octets[at++] & 0xff;
    }
}
