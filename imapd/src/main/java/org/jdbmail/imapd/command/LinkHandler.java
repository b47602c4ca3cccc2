package org.jdbmail.imapd.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.LinkSignature;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.User;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ImapUrl;
import org.jdbmail.imapd.proto.ImapUrl.Permission;
import org.jdbmail.imapd.proto.LinkCommand;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * RESETKEY, GENURLAUTH and URLFETCH (RFC 4467): links to messages that others may follow, signed by a key that each user has for
 * each mailbox. A link lets nobody read what its maker may not read any more, or could not, being locked out.
 */
final class LinkHandler {
    private static final String MECHANISM = "internal";

    private LinkHandler() {}

    static Reply run(Session session, LinkCommand command) throws IOException, ImapSyntaxException {
        return switch (command) {
            case LinkCommand.Reset reset -> reset(session, reset);
            case LinkCommand.Sign sign -> sign(session, sign);
            case LinkCommand.Follow follow -> follow(session, follow);
        };
    }

    private static Reply reset(Session session, LinkCommand.Reset command) {
        long userId = session.user().id();
        MailboxName name = command.mailbox();
        if (name == null) {
            session.store().write(tx -> {
                tx.secrets().removeLinkKeys(userId);
                return true;
            });
            return Reply.ok("All keys are gone");
        }
        if (command.mechanisms().stream().anyMatch(each -> !each.equalsIgnoreCase(MECHANISM))) {
            return Reply.no(ResponseCode.Plain.CANNOT, "There is the mechanism INTERNAL only");
        }
        String key = LinkSignature.newKey();
        session.store().write(tx -> {
            MailboxAccess access = session.mailboxes().findWith(tx, name, Right.READ);
            tx.secrets().putLinkKey(userId, access.mailbox().id(), key, Instant.now());
            return true;
        });
        return Reply.ok(ResponseCode.Plain.URLMECH, "There is a new key");
    }

    private static Reply sign(Session session, LinkCommand.Sign command) throws IOException, ImapSyntaxException {
        List<String> signed = new ArrayList<>();
        for (ImapUrl url : command.urls()) {
            Permission permission = url.permission();
            MailboxName mailbox = url.mailbox();
            String user = url.user();
            if (permission == null || !permission.mechanism().isEmpty()) {
                throw new ImapSyntaxException("A link says who may follow it, and is not signed yet");
            }
            if (user == null || !isSame(user, session.user().login())) {
                throw new ImapSyntaxException("A link names you as its owner");
            }
            if (mailbox == null) {
                throw new ImapSyntaxException("A link names a mailbox");
            }
            signed.add(permission.rump() + ":" + MECHANISM + ":"
                    + LinkSignature.of(key(session, mailbox), permission.rump()));
        }
        session.out().untagged(new Untagged.Links(signed));
        return Reply.ok("Signed");
    }

    private static boolean isSame(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    /** The user's key for a mailbox, made where there is none (§7, GENURLAUTH). */
    private static String key(Session session, MailboxName name) throws ImapSyntaxException {
        long userId = session.user().id();
        String fresh = LinkSignature.newKey();
        try {
            return session.store().write(tx -> {
                long mailboxId = session.mailboxes()
                        .findWith(tx, name, Right.READ)
                        .mailbox()
                        .id();
                Optional<String> known = tx.secrets().linkKey(userId, mailboxId);
                if (known.isEmpty()) {
                    tx.secrets().putLinkKey(userId, mailboxId, fresh, Instant.now());
                }
                return known.orElse(fresh);
            });
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.NOT_FOUND || refusal.reason() == Reason.NO_PERMISSION) {
                throw new ImapSyntaxException("The link leads to no mailbox of yours");
            }
            throw refusal;
        }
    }

    private static Reply follow(Session session, LinkCommand.Follow command) throws IOException {
        for (String text : command.urls()) {
            Linked linked = follow(session, text);
            if (linked == null) {
                session.out().untagged(new Untagged.DeadLink(text));
            } else {
                session.out().linked(text, linked.size(), linked::writeTo);
            }
        }
        return Reply.ok("That is where they lead");
    }

    /** Null for one that leads nowhere; why, nobody is told. */
    private static @Nullable Linked follow(Session session, String text) throws IOException {
        try {
            ImapUrl url = ImapUrl.parse(text);
            Permission permission = url.permission();
            MailboxName mailbox = url.mailbox();
            String owner = url.user();
            if (permission == null || mailbox == null || owner == null) {
                return null;
            }
            // What is left of an account that is disabled nobody reads by its links.
            Optional<User> user =
                    session.store().look(tx -> tx.users().find(owner)).filter(User::active);
            UserMailboxes mailboxes = user.map(UserMailboxes::new).orElse(null);
            Optional<String> key = user.flatMap(maker -> session.store()
                    .look(tx -> new UserMailboxes(maker)
                            .names()
                            .find(tx, mailbox)
                            .flatMap(found -> tx.secrets()
                                    .linkKey(maker.id(), found.mailbox().id()))));
            // §6: as long as for one that there is, so that nobody learns which mailboxes there are.
            boolean valid =
                    LinkSignature.matches(key.orElseGet(LinkSignature::newKey), permission.rump(), permission.token());
            return mailboxes != null && key.isPresent() && valid && isFor(session, permission)
                    ? Linked.follow(session, mailboxes, url, mailbox)
                    : null;
        } catch (ImapSyntaxException e) {
            return null;
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.NOT_FOUND || refusal.reason() == Reason.NO_PERMISSION) {
                return null;
            }
            throw refusal;
        }
    }

    /** Whether this user may follow it now (§3). */
    private static boolean isFor(Session session, Permission permission) {
        Instant expires = permission.expires();
        if (!permission.mechanism().equalsIgnoreCase(MECHANISM) || expires != null && expires.isBefore(Instant.now())) {
            return false;
        }
        String login = session.user().login().toLowerCase(Locale.ROOT);
        return switch (permission.kind()) {
            case Permission.USER -> isSame(permission.name(), login);
            case Permission.SUBMIT ->
                session.shared().options().privileges().submitters().contains(login);
            default -> true;
        };
    }
}
