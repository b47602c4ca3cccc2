package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.start.Opening;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail users add}, {@code change} and {@code delete}: what {@code dbmail-users} does, in other words. */
public final class UserChanges {
    private UserChanges() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Add(opening), new Change(opening), new Delete(opening));
    }

    private static int run(Opening opening, StoreOptions store, Talk talk, DryRun dryRun, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(store.words());
        if (dryRun.isAsked()) {
            all.add("-n");
        }
        return new UsersProgram(talk.out(), talk.err(), opening).run(all);
    }

    /** Makes an account. */
    @Command(name = "add", description = "Makes an account, with its INBOX.")
    static final class Add implements Callable<Integer> {
        private final Opening opening;

        @Mixin
        private StoreOptions store;

        @Mixin
        private DryRun dryRun = new DryRun();

        @Mixin
        private Talk talk = new Talk();

        @Mixin
        private PasswordOptions password = new PasswordOptions();

        @Mixin
        private AccountOptions account = new AccountOptions();

        @Parameters(paramLabel = "LOGIN", description = "Its name, often an address.")
        private String login = "";

        Add(Opening opening) {
            this.opening = opening;
            this.store = new StoreOptions(opening);
        }

        @Override
        public Integer call() {
            List<String> words = new ArrayList<>(List.of("-a", login));
            words.addAll(password.words());
            words.addAll(account.words());
            return run(opening, store, talk, dryRun, words);
        }
    }

    /** Changes an account. */
    @Command(name = "change", description = "Changes an account.")
    static final class Change implements Callable<Integer> {
        private final Opening opening;

        @Mixin
        private StoreOptions store;

        @Mixin
        private DryRun dryRun = new DryRun();

        @Mixin
        private Talk talk = new Talk();

        @Mixin
        private PasswordOptions password = new PasswordOptions();

        @Mixin
        private AccountOptions account = new AccountOptions();

        @Option(names = "--rename", paramLabel = "LOGIN", description = "Its new name.")
        private @Nullable String rename;

        @Option(
                names = "--remove-alias",
                split = ",",
                paramLabel = "ADDRESS",
                description = "Addresses that shall no longer lead to it; * and ? stand for other characters.")
        private List<String> removed = List.of();

        @Parameters(paramLabel = "LOGIN", description = "Its name.")
        private String login = "";

        Change(Opening opening) {
            this.opening = opening;
            this.store = new StoreOptions(opening);
        }

        @Override
        public Integer call() {
            List<String> words = new ArrayList<>(List.of("-c", login));
            words.addAll(password.words());
            words.addAll(account.words());
            if (rename != null) {
                words.addAll(List.of("-u", rename));
            }
            if (!removed.isEmpty()) {
                words.addAll(List.of("-S", String.join(",", removed)));
            }
            return run(opening, store, talk, dryRun, words);
        }
    }

    /** Deletes an account. */
    @Command(name = "delete", description = "Deletes an account, with its aliases and all its mail.")
    static final class Delete implements Callable<Integer> {
        private final Opening opening;

        @Mixin
        private StoreOptions store;

        @Mixin
        private DryRun dryRun = new DryRun();

        @Mixin
        private Talk talk = new Talk();

        @Parameters(paramLabel = "LOGIN", description = "Its name.")
        private String login = "";

        Delete(Opening opening) {
            this.opening = opening;
            this.store = new StoreOptions(opening);
        }

        @Override
        public Integer call() {
            return run(opening, store, talk, dryRun, List.of("-d", login));
        }
    }
}
