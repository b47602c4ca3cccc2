package org.jdbmail.testkit.mail;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The files that messages attach: a small pool, so that the same file comes again in other messages. */
final class Attachments {
    private static final int POOL = 60;
    private static final int GIANT = 14_500_000;
    private static final String[] TYPES = {
        "application/pdf", "image/png", "image/jpeg", "application/zip", "text/csv", "application/octet-stream"
    };
    private static final String[] ENDINGS = {"pdf", "png", "jpg", "zip", "csv", "bin"};
    private static final String[] MAGIC = {
        "%PDF-1.7\n", "\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff", "PK\u0003\u0004", "", ""
    };

    private final long seed;
    private final int limit;

    /**
     * A pool.
     *
     * @param seed the generator's seed
     * @param limit the size in bytes above which no file is
     */
    Attachments(long seed, int limit) {
        this.seed = seed;
        this.limit = limit;
    }

    /** A file from the pool, mostly one of the first ones, as an attached part. */
    Entity any(Random random) {
        double place = random.nextDouble();
        int index = (int) (POOL * place * place);
        // From 2 KB up, growing with the place: most are some tens of KB, few above 1 MB.
        Random own = new Random(seed * 31 + index);
        int size = (int) (2000 * Math.exp(own.nextDouble() * 5.3));
        return file(index, size);
    }

    /** A picture of a few KB, for a message to show. */
    Entity picture(Random random) {
        int index = random.nextInt(8) * TYPES.length + 1;
        return file(1000 + index, 900 + index * 100);
    }

    /** A file of one to three megabytes. */
    Entity big(Random random) {
        int index = random.nextInt(4);
        return file(2000 + index, 1_000_000 + index * 650_000);
    }

    /** The one file that makes a message of 20 MB. */
    Entity giant() {
        return file(3000, GIANT);
    }

    private Entity file(int index, int wanted) {
        int type = index % TYPES.length;
        byte[] content = content(new Random(seed * 131 + index), type, Math.min(wanted, limit));
        String name = "file-" + index + "." + ENDINGS[type];
        return Entity.file(TYPES[type], type == 1 ? "inline" : "attachment", name, content);
    }

    /** Bytes that compress as such files do: tables well, the others hardly. */
    private static byte[] content(Random random, int type, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        if (ENDINGS[type].equals("csv")) {
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i % 40 == 39 ? '\n' : i % 8 == 7 ? ';' : '0' + (bytes[i] & 7));
            }
        }
        byte[] magic = MAGIC[type].getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(magic, 0, bytes, 0, Math.min(magic.length, size));
        return bytes;
    }
}
