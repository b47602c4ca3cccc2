package org.jdbmail.cli.users;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.users.PasswordSource.Unusable;
import org.jdbmail.cli.users.UserAdmin.Changes;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.PasswordType;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.SaslSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code dbmail-users}. It prints what DBMail's prints; its exit status is 0 when all was done, 1 when something
 * could not be, 255 for an unknown user or password type, and those of {@link Failure} when it could not begin.
 */
public final class UsersProgram {
    private static final String COMMAND_FAILED = "Command failed.";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Opening opening;
    private final Passwords passwords = new Passwords();

    /** @param opening opens settings and store */
    public UsersProgram(PrintWriter out, PrintWriter err, Opening opening) {
        this.out = out;
        this.err = err;
        this.opening = opening;
    }

    /** Runs the program and returns its exit status. */
    public int run(List<String> arguments) {
        UsersOptions options;
        try {
            options = UsersOptions.parse(arguments);
        } catch (Misuse misuse) {
            err.println("dbmail-users: " + misuse.getMessage() + "; see dbmail-users -h");
            return Failure.USAGE;
        }
        return switch (options.mode()) {
            case HELP -> {
                out.print(UsersHelp.TEXT);
                out.flush();
                yield Report.DONE;
            }
            case VERSION -> {
                out.println("This is dbmail-users of " + ProgramVersion.TEXT);
                yield Report.DONE;
            }
            case ADD, DELETE, CHANGE, EMPTY, LIST, LIST_ALL, FORWARD -> act(options);
        };
    }

    private int act(UsersOptions options) {
        try {
            Settings settings = opening.settings(options.path("config"), options.value("db"));
            try (Store store = store(options, settings)) {
                Report report = report(options, settings, store);
                print(report, options.count("quiet"));
                return report.status();
            }
        } catch (Failure failure) {
            err.println("dbmail-users: " + failure.getMessage());
            return failure.status();
        } catch (Refusal refusal) {
            err.println("dbmail-users: " + refusal.text());
            return Complaints.statusOf(refusal);
        }
    }

    /** Only who adds the first account may mean a store that is not there yet. */
    private Store store(UsersOptions options, Settings settings) throws Failure {
        return switch (options.mode()) {
            case ADD, FORWARD -> options.has("no") ? opening.existingStore(settings) : opening.store(settings);
            case DELETE, CHANGE, EMPTY, LIST, LIST_ALL, HELP, VERSION -> opening.existingStore(settings);
        };
    }

    private void print(Report report, int quiet) {
        report.lines(quiet > 0).forEach(out::println);
        if (quiet < 2) {
            report.errors().forEach(out::println); // where DBMail prints them, and scripts look for them
        }
        if (report.status() != Report.DONE && quiet == 0) {
            out.println(COMMAND_FAILED);
        }
        out.flush();
    }

    private Report report(UsersOptions options, Settings settings, Store store) {
        boolean pretends = options.has("no");
        String target = options.target();
        try {
            return switch (options.mode()) {
                case ADD -> add(options, settings, store);
                case CHANGE -> change(options, settings, store);
                case DELETE ->
                    existing(store, target, (tx, user) -> admin(pretends).delete(tx, user));
                case EMPTY ->
                    existing(store, target, (tx, user) -> admin(pretends).empty(tx, user, options.has("yes")));
                case FORWARD -> {
                    long client = options.client().orElse(0);
                    List<String> added = options.values("add-forward");
                    List<String> removed = options.values("delete-forward");
                    yield store.write(tx -> admin(pretends).forward(tx, target, client, added, removed));
                }
                case LIST -> store.read(tx -> admin(pretends).list(tx, target));
                case LIST_ALL, HELP, VERSION -> store.read(tx -> admin(pretends).listAll(tx));
            };
        } catch (Unusable unusable) {
            return new Report()
                    .wrong("Error: unable to create a password.")
                    .wrong("Error: " + unusable.getMessage() + ".");
        } catch (Misuse impossible) {
            throw new IllegalStateException("the numbers were checked at the start", impossible);
        }
    }

    private Report add(UsersOptions options, Settings settings, Store store) throws Unusable, Misuse {
        PasswordScheme ifNoType = LoginSettings.from(settings).scheme();
        NewPassword password = PasswordSource.isAsked(options)
                ? source(options, settings).read(options, ifNoType)
                : NewPassword.of(PasswordSource.none(PasswordSource.type(options, ifNoType)));
        Changes changes = changes(options, null, null, security(options, settings, password, ifNoType));
        boolean pretends = options.has("no");
        return store.write(tx -> admin(pretends).add(tx, options.target(), password, changes));
    }

    /** The second password. Both are stored under one encryption_type, so it is encoded like the first. */
    private @Nullable Credential security(
            UsersOptions options, Settings settings, @Nullable NewPassword first, PasswordScheme ifNoFirst)
            throws Unusable {
        Optional<String> second = options.value("security-password");
        if (second.isEmpty()) {
            return null;
        }
        PasswordScheme scheme = first == null
                ? ifNoFirst
                : PasswordScheme.ofStoredName(first.credential().scheme()).orElse(ifNoFirst);
        return source(options, settings).encode(second.get(), new PasswordType(scheme, false));
    }

    private Report change(UsersOptions options, Settings settings, Store store) throws Unusable, Misuse {
        String target = options.target();
        Optional<Users.Login> login = store.read(tx -> tx.users().login(target));
        if (login.isEmpty()) {
            return unknown(target);
        }
        PasswordScheme ifNoType = PasswordScheme.ofStoredName(
                        login.get().credential().scheme())
                .filter(scheme -> !login.get().credential().encoded().isEmpty())
                .orElseGet(() -> LoginSettings.from(settings).scheme());
        boolean isAsked = PasswordSource.isAsked(options);
        if (options.has("pw-type") && !isAsked) {
            throw new Unusable("a password type needs the main password: add -w or -W");
        }
        NewPassword password = isAsked ? source(options, settings).read(options, ifNoType) : null;
        Credential security = security(options, settings, password, ifNoType);
        Changes changes = changes(options, options.value("user").orElse(null), password, security);
        boolean pretends = options.has("no");
        return existing(store, target, (tx, user) -> admin(pretends).change(tx, user, changes));
    }

    private static Changes changes(
            UsersOptions options, @Nullable String login, @Nullable NewPassword password, @Nullable Credential security)
            throws Misuse {
        Optional<Boolean> active = options.has("enable")
                ? Optional.of(true)
                : options.has("disable") ? Optional.of(false) : Optional.empty();
        return new Changes(
                login,
                password,
                security,
                options.securityAction(),
                options.client(),
                options.quota(),
                active,
                options.values("add-alias"),
                options.values("delete-alias"));
    }

    /** What is done with an account that must exist. */
    private interface OnUser {
        Report run(Tx tx, User user);
    }

    private static Report existing(Store store, String login, OnUser work) {
        return store.write(tx -> {
            Optional<User> user = tx.users().find(login);
            return user.isPresent() ? work.run(tx, user.get()) : unknown(login);
        });
    }

    private static Report unknown(String login) {
        return new Report().wrong("Error: user [" + login + "] does not exist.");
    }

    private static UserAdmin admin(boolean pretends) {
        return new UserAdmin(new Report(), pretends);
    }

    private PasswordSource source(UsersOptions options, Settings settings) {
        return new PasswordSource(
                passwords,
                options.has("quiet") ? new PrintWriter(Writer.nullWriter()) : err,
                SaslSettings.from(settings).keys() != SaslSettings.Keys.NEVER);
    }
}
