package org.jdbmail.sql.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The library that SQLite's driver carries in its jar. Where it lies beside the jars, and the property {@code org.sqlite.lib.path} names the folder, the
 * driver does not unpack it at each start, nor ask by another program what system this is.
 */
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /**
     * Puts it into a folder.
     *
     * @return whether there is one for this system
     * @throws IOException if it cannot be written
     */
    public static boolean unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (library == null) {
                return false;
            }
            Path beside = folder.resolve(name + ".new");
            Files.copy(library, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }
}
