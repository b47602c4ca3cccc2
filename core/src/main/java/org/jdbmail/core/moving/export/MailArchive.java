package org.jdbmail.core.moving.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/**
 * All mail of an account as one archive (ZIP): an mbox for each mailbox, and its scripts. It is written as it is read, a few messages at a
 * time, and no connection of the database is held while whoever takes it is waited for.
 */
public final class MailArchive {
    private static final int BUFFER = 1 << 16;

    private MailArchive() {}

    /**
     * Writes one.
     *
     * @param out is not closed
     * @param progress told of each message
     * @return how many messages
     */
    public static long write(Store store, User user, OutputStream out, LongConsumer progress) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, UTF_8);
        Set<String> names = new HashSet<>();
        long written = 0;
        for (Mailbox mailbox : store.read(tx -> tx.mailboxes().ownedBy(user.id()))) {
            if (!mailbox.noSelect()) {
                zip.putNextEntry(new ZipEntry(free(names, levels(mailbox.name()), ".mbox")));
                BufferedOutputStream buffered = new BufferedOutputStream(zip, BUFFER);
                written += MailboxFile.write(store, mailbox, buffered, progress);
                buffered.flush();
                zip.closeEntry();
            }
        }
        for (SieveScript script : store.read(tx -> tx.sieveScripts().list(user.id()))) {
            zip.putNextEntry(
                    new ZipEntry(free(names, Exporter.SCRIPTS + "/" + FileNames.harmless(script.name()), ".sieve")));
            zip.write(script.text().getBytes(UTF_8));
            zip.closeEntry();
        }
        zip.finish();
        return written;
    }

    private static String levels(String name) {
        return Arrays.stream(name.split("/", -1)).map(FileNames::harmless).collect(Collectors.joining("/"));
    }

    /** Two mailboxes may be made of the same harmless name, and an archive has each but once. */
    private static String free(Set<String> names, String name, String ending) {
        String found = name + ending;
        for (int i = 2; !names.add(found); i++) {
            found = name + "-" + i + ending;
        }
        return found;
    }
}
