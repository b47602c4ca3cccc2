package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.RightLetters;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.SharingRules;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.imapd.proto.AccessListCommand;
import org.jdbmail.imapd.proto.ImapBytes;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS (RFC 4314 §3). */
final class AccessListHandler {
    private AccessListHandler() {}

    static Reply run(Session session, AccessListCommand command) throws IOException {
        SharingRules rules = new SharingRules(session.user());
        MailboxName name = command.mailbox();
        return switch (command) {
            case AccessListCommand.Set set -> {
                session.store().write(tx -> rules.set(tx, name, login(set.identifier()), set.mode(), set.rights()));
                yield Reply.ok("Rights changed");
            }
            case AccessListCommand.Remove remove -> {
                session.store().write(tx -> rules.remove(tx, name, login(remove.identifier())));
                yield Reply.ok("Rights taken away");
            }
            case AccessListCommand.Get get -> {
                List<String> pairs = new ArrayList<>();
                for (AccessLists.Entry entry : session.store().read(tx -> rules.list(tx, name))) {
                    pairs.add(ImapBytes.ofText(entry.login()));
                    pairs.add(RightLetters.of(entry.rights()));
                }
                session.out().untagged(new Untagged.MailboxWords("ACL", name.name(), pairs));
                yield Reply.ok("That is the list");
            }
            case AccessListCommand.Grantable grantable -> {
                Rights always = session.store().read(tx -> rules.always(tx, name, login(grantable.identifier())));
                session.out()
                        .untagged(new Untagged.MailboxWords(
                                "LISTRIGHTS", name.name(), grantable(grantable.identifier(), always)));
                yield Reply.ok("That is what can be granted");
            }
            case AccessListCommand.Mine mine -> {
                Rights rights = session.store().look(tx -> rules.mine(tx, name));
                session.out().untagged(myRights(name.name(), rights));
                yield Reply.ok("That is what you may do");
            }
        };
    }

    /** The answer to MYRIGHTS, which LIST gives too (RFC 8440). */
    static Untagged myRights(String name, Rights rights) {
        return new Untagged.MailboxWords("MYRIGHTS", name, List.of(RightLetters.of(rights)));
    }

    /** Whose rights, what they have in any case, and what can be granted, each right by itself. */
    private static List<String> grantable(String identifier, Rights always) {
        List<String> words = new ArrayList<>(List.of(identifier, always.letters()));
        for (Right right : Right.values()) {
            if (!always.has(right)) {
                words.add(String.valueOf(right.letter()));
            }
        }
        // RFC 4314 §2.1.1
        words.add("c");
        words.add("d");
        return words;
    }

    private static String login(String octets) {
        return ImapBytes.text(octets);
    }
}
