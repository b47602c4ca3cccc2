package org.jdbmail.cli.moving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.core.moving.export.Exporter;
import org.jdbmail.core.moving.source.MailFiles;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** Sieve scripts in files, as Dovecot's Pigeonhole has them by default. */
final class ScriptFiles {
    private static final String END = ".sieve";

    private ScriptFiles() {}

    /**
     * Brings the scripts that lie beside or in a Maildir; those of the same name get this text.
     *
     * @return how many
     */
    static int bring(Store store, User owner, Path maildir) throws IOException {
        Path inside = maildir.toAbsolutePath();
        Path beside = inside.resolve("..").normalize();
        Path home = Files.isDirectory(inside.resolve(Exporter.SCRIPTS)) ? inside : beside;
        Path folder = home.resolve(Exporter.SCRIPTS);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        if (!folder.toRealPath().startsWith(home.toRealPath())) {
            throw new IOException(folder + " is a link that leads elsewhere: what it leads to is not read");
        }
        Path active = home.resolve(Exporter.ACTIVE_SCRIPT);
        Path target = Files.exists(active) ? active.toRealPath() : active;
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(END)).sorted().toList();
        }
        for (Path file : files) {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(own(file))).toString();
            String name = String.valueOf(file.getFileName());
            String bare = name.substring(0, name.length() - END.length());
            boolean isActive = file.toRealPath().equals(target);
            store.write(tx -> {
                tx.sieveScripts().put(owner.id(), bare, text);
                if (isActive) {
                    tx.sieveScripts().activate(owner.id(), bare);
                }
                return true;
            });
        }
        return files.size();
    }

    private static byte[] own(Path file) throws IOException {
        try {
            return MailFiles.read(file);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
