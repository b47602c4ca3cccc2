package org.jdbmail.cli.moving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.cli.start.PrivateFiles;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;

/** Accounts with their stored passwords and aliases, as {@code jdbmail users import} reads them. */
final class AccountsFile {
    private AccountsFile() {}

    static void write(Store store, List<User> users, Path file) throws IOException {
        String text = store.read(tx -> Stream.concat(
                        Stream.of("login,encoded,type,aliases,quota,client,active"),
                        users.stream()
                                .filter(user -> !user.login().equals(User.PUBLIC))
                                .map(user -> line(tx, user)))
                .collect(Collectors.joining("\n", "", "\n")));
        PrivateFiles.make(file);
        Files.write(file, text.getBytes(UTF_8));
    }

    private static String line(Tx tx, User user) {
        Users.Login login = tx.users().login(user.login()).orElseThrow();
        String type = login.credential().scheme();
        String aliases = tx.aliases().deliveringTo(Long.toString(user.id())).stream()
                .map(Alias::alias)
                .collect(Collectors.joining(" "));
        return Stream.of(
                        user.login(),
                        login.credential().encoded(),
                        type.isEmpty() ? "plaintext" : type,
                        aliases,
                        Long.toString(user.quota()),
                        Long.toString(user.clientId()),
                        user.active() ? "yes" : "no")
                .map(AccountsFile::quoted)
                .collect(Collectors.joining(","));
    }

    // RFC 4180 §2
    private static String quoted(String value) {
        boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
