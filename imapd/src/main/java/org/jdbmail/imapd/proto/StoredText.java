package org.jdbmail.imapd.proto;

/** The grammar's input where that was kept: one line, in which literals can't be. */
final class StoredText implements CommandReader {
    private final byte[] text;

    StoredText(byte[] text) {
        this.text = text;
    }

    @Override
    public byte[] line(int most) throws LineTooLong {
        if (text.length > most) {
            throw LineTooLong.endless(new byte[0]);
        }
        return text;
    }

    @Override
    public byte[] literal(int size, boolean waits) {
        // What is expected behind it is not there.
        return new byte[size];
    }

    @Override
    public MessageLiteral message(long size, boolean waits) {
        throw new IllegalStateException("a search has no message");
    }

    @Override
    public void skip(long size) {
        // there is nothing behind it
    }
}
