package org.jdbmail.cli.boxes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail acl}: who may do what with whose mailboxes. */
public final class AclCommands {
    private AclCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Add(opening), new Remove(opening));
    }

    /** Lists rights. */
    @Command(name = "list", description = "Lists who else may do what with the mailboxes of an owner.")
    static final class Show extends ShowingCommand {
        @Option(names = "--user", paramLabel = "LOGIN", description = "Only what this account may do.")
        private @Nullable String user;

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "OWNER",
                description = "Whose mailboxes; __public__ for the public ones (default: everybody's).")
        private @Nullable String owner;

        @Parameters(index = "1", arity = "0..1", paramLabel = "MAILBOX", description = "Only this mailbox.")
        private @Nullable String mailbox;

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            output.print(options.read(this::table), "Nobody else has any right.");
            return Complaints.DONE;
        }

        private Table table(Tx tx) {
            Table table = new Table("owner", "mailbox", "user", "rights");
            for (User one : owners(tx)) {
                for (Mailbox box : Named.mailboxes(tx, one, owner == null ? null : mailbox)) {
                    for (AccessLists.Entry entry : tx.accessLists().of(box.id())) {
                        if (user == null || entry.login().equalsIgnoreCase(user)) {
                            table.row(
                                    Cell.text(one.login()),
                                    Cell.text(box.name()),
                                    Cell.text(entry.login()),
                                    Cell.text(entry.rights().letters()));
                        }
                    }
                }
            }
            return table;
        }

        private List<User> owners(Tx tx) {
            if (owner != null) {
                return List.of(Named.find(tx, owner));
            }
            List<User> all = new ArrayList<>(tx.users().list("*"));
            tx.users().find(User.PUBLIC).ifPresent(all::add);
            return all;
        }
    }

    /** Gives rights. */
    @Command(
            name = "add",
            description = {
                "Gives an account rights on a mailbox of an owner, or on all of the owner's, in place of those it had.",
                "anyone stands for everybody."
            })
    static final class Add extends ChangingCommand {
        @Option(
                names = "--rights",
                paramLabel = "RIGHTS",
                defaultValue = "full",
                description = "read, write, full, or letters of RFC 4314: lrswipkxtea (default: full).")
        private String rights = "full";

        @Option(names = "--no-subscribe", description = "Don't subscribe the account to them.")
        private boolean isSilent;

        @Parameters(index = "0", paramLabel = "USER", description = "Who gets the rights.")
        private String user = "";

        @Parameters(index = "1", paramLabel = "OWNER", description = "Whose mailboxes; __public__ for the public ones.")
        private String owner = "";

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "MAILBOX",
                description = "Which mailbox (default: all of the owner's).")
        private @Nullable String mailbox;

        Add(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Rights wanted = RightsWord.read(rights)
                    .orElseThrow(() -> new Failure(
                            Failure.USAGE,
                            "\"" + rights + "\" are no rights: read, write, full, or letters of lrswipkxtea"));
            List<String> said = options.write(dryRun.isAsked(), tx -> {
                List<String> lines = new ArrayList<>();
                User to = Named.find(tx, user);
                User from = Named.find(tx, owner);
                for (Mailbox box : Named.mailboxes(tx, from, mailbox)) {
                    tx.accessLists().set(box.id(), to.id(), wanted);
                    if (!isSilent) {
                        tx.subscriptions().add(to.id(), box.id());
                    }
                    lines.add(to.login() + " may " + wanted.letters() + " on " + from.login() + "/" + box.name());
                }
                return lines;
            });
            said.forEach(talk::say);
            if (dryRun.isAsked()) {
                talk.say("(nothing was changed)");
            }
            return Complaints.DONE;
        }
    }

    /** Takes rights away. */
    @Command(
            name = "remove",
            description = "Takes an account's rights on mailboxes of an owner away, and its subscription.")
    static final class Remove extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "USER", description = "Whose rights go.")
        private String user = "";

        @Parameters(index = "1", paramLabel = "OWNER", description = "On whose mailboxes.")
        private String owner = "";

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "MAILBOX",
                description = "Which mailbox (default: all of the owner's).")
        private @Nullable String mailbox;

        Remove(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            List<String> said = options.write(dryRun.isAsked(), tx -> {
                List<String> lines = new ArrayList<>();
                User from = Named.find(tx, user);
                User whose = Named.find(tx, owner);
                for (Mailbox box : Named.mailboxes(tx, whose, mailbox)) {
                    boolean had = tx.accessLists().of(box.id()).stream().anyMatch(entry -> entry.userId() == from.id());
                    tx.accessLists().remove(box.id(), from.id());
                    tx.subscriptions().remove(from.id(), box.id());
                    if (had) {
                        lines.add(from.login() + " has no rights of its own on " + whose.login() + "/" + box.name()
                                + " any more");
                    }
                }
                return lines;
            });
            said.forEach(talk::say);
            if (said.isEmpty()) {
                talk.say(user + " had no rights there.");
            }
            return Complaints.DONE;
        }
    }
}
