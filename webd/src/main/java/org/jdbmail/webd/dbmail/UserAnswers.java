package org.jdbmail.webd.dbmail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.PasswordType;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.http.Form;
import org.jdbmail.webd.http.JsonText;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.jspecify.annotations.Nullable;

/** Accounts and their mailboxes, as DBMail's addresses tell them. */
final class UserAnswers {
    private final Store store;
    private final PasswordScheme usual;
    private final boolean keys;
    private final Passwords passwords = new Passwords();

    UserAnswers(Store store, PasswordScheme usual, boolean keys) {
        this.store = store;
        this.usual = usual;
        this.keys = keys;
    }

    /** All accounts, DBMail's own among them, by name. */
    WebAnswer all() {
        Map<String, User> users = new TreeMap<>();
        store.read(tx -> {
                    List<User> all = new ArrayList<>(tx.users().list("*"));
                    for (String own : List.of(User.INTERNAL_DELIVERY, User.ANYONE, User.PUBLIC)) {
                        tx.users().find(own).ifPresent(all::add);
                    }
                    return all;
                })
                .forEach(user -> users.put(user.login(), user));
        return users(users.values().stream().toList());
    }

    /** One account. */
    WebAnswer one(User user) {
        return users(List.of(user));
    }

    private static WebAnswer users(List<User> users) {
        return object(
                "users",
                users.stream()
                        .map(user -> "    \"" + user.id() + "\":{\"name\":" + JsonText.of(user.login()) + "}")
                        .toList());
    }

    /** DBMail's form of JSON, line by line. */
    static WebAnswer object(String name, List<String> members) {
        return WebAnswer.json("{\"" + name + "\": {\n" + String.join(",\n", members) + "\n}}\n");
    }

    /** The mailboxes of an account, with their names as the table has them. */
    WebAnswer mailboxes(User user) {
        return store.read(tx -> {
            List<Mailbox> mailboxes = tx.mailboxes().ownedBy(user.id());
            Map<Long, MailboxStatus> counts =
                    tx.mailboxes().status(mailboxes.stream().map(Mailbox::id).toList());
            return object(
                    "mailboxes",
                    mailboxes.stream()
                            .map(mailbox -> mailbox(mailbox, counts.get(mailbox.id())))
                            .toList());
        });
    }

    static String mailbox(Mailbox mailbox, @Nullable MailboxStatus status) {
        return "    \"" + mailbox.id() + "\":{\"name\":" + JsonText.of(ModifiedUtf7.encode(mailbox.name()))
                + ",\"exists\":" + (status == null ? 0 : status.messages()) + "}";
    }

    /** Makes, changes or deletes an account: {@code create}, {@code edit} or {@code delete} with its name. */
    WebAnswer change(WebRequest request) {
        Form form = form(request);
        Optional<String> create = form.text("create");
        Optional<String> edit = form.text("edit");
        Optional<String> delete = form.text("delete");
        if (create.isPresent()) {
            requireName(create.get());
            NewPassword password =
                    password(form).orElse(NewPassword.of(new Credential("", usual.storedName()))); // lets nobody in
            Instant now = Instant.now();
            long quota = quota(form).orElse(0L);
            store.write(tx -> {
                long id = tx.users().create(create.get(), new Credential("", ""), 0, quota);
                password.store(tx, id, now);
                return tx.mailboxes().create(id, Mailbox.INBOX, null);
            });
        } else if (edit.isPresent()) {
            Optional<NewPassword> password = password(form);
            Optional<Long> quota = quota(form);
            Instant now = Instant.now();
            store.write(tx -> {
                User user = find(tx, edit.get());
                password.ifPresent(one -> one.store(tx, user.id(), now));
                quota.ifPresent(octets -> tx.users().setQuota(user.id(), octets));
                return user;
            });
        } else if (delete.isPresent()) {
            store.write(tx -> {
                User user = find(tx, delete.get());
                tx.aliases().removeDeliveringTo(Long.toString(user.id()));
                tx.users().delete(user.id());
                return user;
            });
        }
        return all();
    }

    private static void requireName(String login) {
        if (login.isBlank() || login.length() > 100 || login.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new Refusal(Reason.INVALID, "that is no name for an account");
        }
    }

    private static User find(Tx tx, String login) {
        return tx.users()
                .find(login)
                .filter(user -> !List.of(User.INTERNAL_DELIVERY, User.ANYONE, User.PUBLIC)
                        .contains(user.login()))
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "User not found"));
    }

    private Optional<NewPassword> password(Form form) {
        return form.text("password").filter(text -> !text.isEmpty()).map(text -> {
            PasswordType type = form.text("encoding")
                    .map(name -> PasswordType.ofName(name)
                            .orElseThrow(() -> new Refusal(Reason.INVALID, "there is no such encoding")))
                    .orElse(new PasswordType(usual, false));
            if (type.raw()) {
                return NewPassword.of(new Credential(text, type.scheme().storedName()));
            }
            Password password = Password.of(text);
            if (password.isTooLong()) {
                throw new Refusal(Reason.INVALID, "a password has at most " + Password.MAX_OCTETS + " octets");
            }
            return NewPassword.of(passwords, password, type.scheme(), keys);
        });
    }

    private static Optional<Long> quota(Form form) {
        return form.text("quota").map(text -> {
            if (!text.matches("\\d{1,15}")) {
                throw new Refusal(Reason.INVALID, "a quota is a number of octets");
            }
            return Long.parseLong(text);
        });
    }

    /** Makes or deletes a mailbox: {@code create} or {@code delete} with its name. */
    WebAnswer changeMailboxes(WebRequest request, User user) {
        Form form = form(request);
        form.text("create")
                .ifPresent(name ->
                        store.write(tx -> new UserMailboxes(user).create(tx, new MailboxName(name(name)), null)));
        form.text("delete")
                .ifPresent(name -> store.write(tx -> {
                    new UserMailboxes(user).delete(tx, new MailboxName(name(name)));
                    return name;
                }));
        return one(user);
    }

    /** Names are modified UTF-7, as they are told; what is none of it stands for itself. */
    private static String name(String stored) {
        String name = ModifiedUtf7.decode(stored);
        return name == null ? stored : name;
    }

    static Form form(WebRequest request) {
        try {
            return Form.of(request);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.INVALID, "a form is expected (application/x-www-form-urlencoded)");
        }
    }

    static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
