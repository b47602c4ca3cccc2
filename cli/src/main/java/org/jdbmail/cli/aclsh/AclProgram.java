package org.jdbmail.cli.aclsh;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * The program {@code dbmail-acl.sh}: {@code add|del user owner [mailbox|'*']} gives a user all rights on an owner's mailbox,
 * INBOX where none is named, and subscribes it, or takes them away; {@code list acl|mailbox [user]} tells what there is.
 * {@code jdbmail acl} does more.
 */
public final class AclProgram {
    private static final String USAGE = """
            usage: dbmail-acl.sh add|del USER OWNER [MAILBOX|'*']
                   dbmail-acl.sh list [acl|mailbox] [USER]
            Before them may stand -f FILE (the settings file) and --db URL (the database).
            """;

    private final List<String> lines = new ArrayList<>();

    private AclProgram() {}

    /** Runs the program and returns its exit status. */
    public static int run(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) throws Failure {
        List<String> words = new ArrayList<>(arguments);
        Optional<Path> config = Optional.empty();
        Optional<String> database = Optional.empty();
        while (words.size() > 1 && words.getFirst().startsWith("-")) {
            String option = words.removeFirst();
            String value = words.removeFirst();
            switch (option) {
                case "-f", "--config" -> config = Optional.of(Path.of(value));
                case "--db" -> database = Optional.of(value);
                default -> throw new Failure(Failure.USAGE, "there is no option " + option);
            }
        }
        String command = words.isEmpty() ? "" : words.getFirst();
        boolean isChange = (command.equals("add") || command.equals("del")) && words.size() >= 3 && words.size() <= 4;
        boolean isList = command.equals("list") && words.size() <= 3;
        if (!isChange && !isList) {
            err.print(USAGE);
            return command.equals("-h") || command.equals("--help") ? 0 : Failure.USAGE;
        }
        try (Store store = opening.existingStore(opening.settings(config, database))) {
            List<String> said = isChange
                    ? store.write(tx -> new AclProgram().change(tx, words))
                    : store.read(tx -> new AclProgram().list(tx, words));
            said.forEach(out::println);
            return 0;
        } catch (Refusal refusal) {
            err.println("dbmail-acl.sh: " + refusal.text());
            return refusal.reason() == Reason.UNAVAILABLE ? Failure.TEMPORARY : 1;
        }
    }

    private List<String> change(Tx tx, List<String> words) {
        User user = account(tx, words.get(1));
        User owner = account(tx, words.get(2));
        boolean isAdded = words.getFirst().equals("add");
        for (Mailbox mailbox : mailboxes(tx, owner, words, isAdded)) {
            if (isAdded) {
                lines.add("Adding (full) acl rights for " + user.id() + " to " + mailbox.id() + ".");
                tx.accessLists().set(mailbox.id(), user.id(), Rights.ALL);
                lines.add("Adding subscription of " + user.id() + " to " + mailbox.id() + ".");
                tx.subscriptions().add(user.id(), mailbox.id());
            } else {
                lines.add("Deleting acl rights for " + user.id() + " to " + mailbox.id() + ".");
                tx.accessLists().remove(mailbox.id(), user.id());
                lines.add("Deleting subscription of " + user.id() + " to " + mailbox.id() + ".");
                tx.subscriptions().remove(user.id(), mailbox.id());
            }
        }
        return lines;
    }

    private List<Mailbox> mailboxes(Tx tx, User owner, List<String> words, boolean isAdded) {
        if (words.size() == 4 && words.get(3).equals("*")) {
            return tx.mailboxes().ownedBy(owner.id());
        }
        String name = words.size() == 4 ? words.get(3) : Mailbox.INBOX;
        if (words.size() == 3) {
            lines.add("Taking default mailbox INBOX");
        }
        Optional<Mailbox> there = tx.mailboxes().find(owner.id(), name);
        if (there.isEmpty() && isAdded && name.equalsIgnoreCase(Mailbox.INBOX)) {
            // Everybody has one; that of __public__, say, may not be made yet.
            return tx.mailboxes().find(tx.mailboxes().create(owner.id(), Mailbox.INBOX, null)).stream()
                    .toList();
        }
        return List.of(there.orElseThrow(
                () -> new Refusal(Reason.NOT_FOUND, owner.login() + " has no mailbox \"" + name + "\"")));
    }

    private List<String> list(Tx tx, List<String> words) {
        String what = words.size() > 1 ? words.get(1) : "acl";
        if (!what.equals("acl") && !what.equals("mailbox")) {
            throw new Refusal(Reason.INVALID, "list what? acl or mailbox");
        }
        List<User> users = words.size() > 2
                ? List.of(account(tx, words.get(2)))
                : tx.users().list("*");
        List<User> owners = new ArrayList<>(tx.users().list("*"));
        tx.users().find(User.PUBLIC).ifPresent(owners::add);
        for (User owner : what.equals("mailbox") ? users : owners) {
            for (Mailbox mailbox : tx.mailboxes().ownedBy(owner.id())) {
                if (what.equals("mailbox")) {
                    lines.add(owner.login() + " (" + owner.id() + "): " + mailbox.name() + " (" + mailbox.id() + ")");
                } else {
                    rights(tx, mailbox, users, words.size() > 2);
                }
            }
        }
        return lines;
    }

    private void rights(Tx tx, Mailbox mailbox, List<User> users, boolean isOfOne) {
        for (AccessLists.Entry entry : tx.accessLists().of(mailbox.id())) {
            boolean isWanted = !isOfOne || users.getFirst().id() == entry.userId();
            if (isWanted) {
                lines.add(entry.login() + " (" + entry.userId() + "): "
                        + entry.rights().letters() + " on " + mailbox.ownerLogin() + "/" + mailbox.name() + " ("
                        + mailbox.id() + ")");
            }
        }
    }

    private static User account(Tx tx, String login) {
        return tx.users()
                .find(login)
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no user \"" + login + "\""));
    }
}
