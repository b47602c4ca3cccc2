package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.NoteRules;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.core.store.Annotations.Annotation;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.MetadataCommand;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.SearchProgram;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** GETMETADATA and SETMETADATA (RFC 5464 §4.2, §4.3). */
final class MetadataHandler {
    private MetadataHandler() {}

    static Reply run(Session session, MetadataCommand command) throws IOException {
        NoteRules rules = new NoteRules(session.user());
        return switch (command) {
            case MetadataCommand.Get get -> get(session, rules, get);
            case MetadataCommand.Set set -> set(session, rules, set);
        };
    }

    private static Reply get(Session session, NoteRules rules, MetadataCommand.Get command) throws IOException {
        List<Annotation> all = session.store()
                .read(tx -> command.mailbox().isPresent()
                        ? rules.of(tx, command.mailbox().get())
                        : rules.ofServer(tx));
        List<Untagged.Note> notes = chosen(all, command.entries(), command.depth());
        long longest = notes.stream()
                .mapToLong(note -> length(note))
                .filter(length -> length > command.longest())
                .max()
                .orElse(0);
        notes.removeIf(note -> length(note) > command.longest());
        String name = command.mailbox().map(MailboxName::name).orElse("");
        if (!notes.isEmpty()) {
            session.out().untagged(new Untagged.Metadata(name, notes));
        }
        return longest == 0
                ? Reply.ok("That is all")
                : Reply.ok(new ResponseCode.Metadata("LONGENTRIES " + longest), "Some are longer");
    }

    private static long length(Untagged.Note note) {
        byte[] value = note.value();
        return value == null ? 0 : value.length;
    }

    /** What was asked for, by the names that it was asked by; an entry that isn't there has no value. */
    static List<Untagged.Note> chosen(List<Annotation> all, List<String> entries, int depth) {
        List<Untagged.Note> chosen = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (String entry : entries) {
            String wanted = entry.toLowerCase(Locale.ROOT);
            if (told.add(wanted)) {
                chosen.add(new Untagged.Note(entry, value(all, wanted)));
            }
            for (Annotation note : all) {
                if (isBelow(note.entry(), wanted, depth) && told.add(note.entry())) {
                    chosen.add(new Untagged.Note(note.entry(), note.value()));
                }
            }
        }
        if (depth > 0) {
            // RFC 5464 §4.2.2: of an entry that was asked for with those below it, only what is there.
            chosen.removeIf(note -> note.value() == null);
        }
        return chosen;
    }

    private static byte @Nullable [] value(List<Annotation> all, String entry) {
        for (Annotation note : all) {
            if (note.entry().equals(entry)) {
                return note.value();
            }
        }
        return null;
    }

    private static boolean isBelow(String entry, String parent, int depth) {
        return depth > 0
                && entry.startsWith(parent + "/")
                && (depth > 1 || entry.indexOf('/', parent.length() + 1) < 0);
    }

    /** Whether what is kept as a search is one. */
    private static boolean areSearches(Session session, MetadataCommand.Set command) throws IOException {
        for (Map.Entry<String, byte @Nullable []> value : command.values().entrySet()) {
            byte[] text = value.getValue();
            if (text != null && value.getKey().contains(StoredSearches.ENTRY)) {
                try {
                    SearchProgram.stored(text, session.shared().options().limits());
                } catch (ImapSyntaxException e) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Reply set(Session session, NoteRules rules, MetadataCommand.Set command) throws IOException {
        command.mailbox().ifPresent(session.news()::own);
        boolean tooLong = command.values().values().stream()
                .anyMatch(value -> value != null && value.length > Annotations.LONGEST);
        if (tooLong) {
            return Reply.no(new ResponseCode.Metadata("MAXSIZE " + Annotations.LONGEST), "A value is too long");
        }
        if (command.mailbox().isEmpty() && !areSearches(session, command)) {
            // RFC 5466 §3.2
            return Reply.no(ResponseCode.Plain.CANNOT, "That is no search");
        }
        try {
            session.store()
                    .write(tx -> command.mailbox().isPresent()
                            ? rules.change(tx, command.mailbox().get(), command.values())
                            : rules.changeServer(tx, command.values()));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.LIMIT) {
                return Reply.no(new ResponseCode.Metadata("TOOMANY"), refusal.text());
            }
            throw refusal;
        }
        return Reply.ok("Noted");
    }
}
