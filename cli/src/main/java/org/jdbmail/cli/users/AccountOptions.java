package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an account has beside its name and password. A picocli mixin. */
final class AccountOptions {
    @Option(
            names = "--quota",
            paramLabel = "SIZE",
            description = "The most mail it may have: 500M, 2G; 0 for no limit.")
    private @Nullable String quota;

    @Option(names = "--client", paramLabel = "NUMBER", description = "A number for grouping accounts.")
    private @Nullable String client;

    @Option(names = "--alias", split = ",", paramLabel = "ADDRESS", description = "Addresses that lead to it.")
    private List<String> aliases = List.of();

    @Option(names = "--enable", description = "Let it log in and receive mail.")
    private boolean enable;

    @Option(names = "--disable", description = "Don't.")
    private boolean disable;

    /** The same for {@code dbmail-users}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (quota != null) {
            words.addAll(List.of("-m", quota));
        }
        if (client != null) {
            words.addAll(List.of("-g", client));
        }
        if (!aliases.isEmpty()) {
            words.addAll(List.of("-s", String.join(",", aliases)));
        }
        if (enable) {
            words.add("--enable");
        }
        if (disable) {
            words.add("--disable");
        }
        return words;
    }
}
