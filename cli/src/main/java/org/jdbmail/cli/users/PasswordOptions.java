package org.jdbmail.cli.users;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a new password is given: the options of {@code dbmail-users}, with names that tell what they do. A picocli mixin. */
final class PasswordOptions {
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Take the password from the first line of a file.")
    private @Nullable Path file;

    @Option(names = "--ask", description = "Ask for the password.")
    private boolean ask;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "The password; others on this machine can see it.")
    private @Nullable String password;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "How it is stored: argon2id, bcrypt, crypt, sha512, plaintext, …; with -raw at its end the"
                    + " password is encoded already.")
    private @Nullable String type;

    /** The same for {@code dbmail-users}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (file != null) {
            words.add("--pw-file=" + file);
        } else if (ask) {
            words.add("--pw-file");
        }
        if (password != null) {
            words.addAll(List.of("-w", password));
        }
        if (type != null) {
            words.addAll(List.of("-p", type));
        }
        return words;
    }
}
