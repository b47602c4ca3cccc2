package org.jdbmail.core.milter;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.service.ServiceTrouble;

/**
 * What is said at a time.
 *
 * @param command what it is
 * @param data what belongs to it
 */
@SuppressWarnings("ArrayRecordComponent") // made once and never changed; compared by nobody
record MilterPacket(char command, byte[] data) {
    /** A text up to its NUL. */
    String text(Charset charset) throws ServiceTrouble {
        return new String(data, 0, end(0), charset);
    }

    private int end(int from) throws ServiceTrouble {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        throw new ServiceTrouble("sends a text without an end");
    }

    /** The texts from an offset on, each up to its NUL; each octet is the character of its number. */
    List<String> texts(int from) throws ServiceTrouble {
        List<String> all = new ArrayList<>();
        for (int at = from; at < data.length; ) {
            int end = end(at);
            all.add(new String(data, at, end - at, StandardCharsets.ISO_8859_1));
            at = end + 1;
        }
        return all;
    }

    /** The number at the start. */
    int number() throws ServiceTrouble {
        return number(0);
    }

    /** The number at an offset. */
    int number(int at) throws ServiceTrouble {
        if (data.length < at + 4) {
            throw new ServiceTrouble("sends a number that is not whole");
        }
        return ByteBuffer.wrap(data).getInt(at);
    }
}
