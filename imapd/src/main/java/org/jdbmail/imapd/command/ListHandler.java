package org.jdbmail.imapd.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.Names;
import org.jdbmail.core.mailbox.NoteRules;
import org.jdbmail.core.store.Annotations.Annotation;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.ListMailboxes;
import org.jdbmail.imapd.proto.ListMailboxes.Wanted;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.Status;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * LIST and LSUB (RFC 3501 §6.3.8, §6.3.9, RFC 5258), with what LIST may tell beside the names: figures (RFC 5819), rights (RFC 8440)
 * and annotations (RFC 9590). Which names it are is {@link ListedNames}'s affair.
 */
final class ListHandler {
    private ListHandler() {}

    static Reply run(Session session, ListMailboxes command) throws IOException {
        boolean root = command.patterns().equals(List.of("")) && !command.lsub();
        if (root && command.criteria().isEmpty()) {
            // RFC 3501 §6.3.8: an empty pattern asks for the separator and the root of the reference.
            session.out()
                    .untagged(new Untagged.Mailbox(false, List.of("\\Noselect"), root(command.reference()), List.of()));
            return Reply.ok("Listed");
        }
        if (command.figures().contains(Status.Item.HIGHESTMODSEQ)) {
            EnableHandler.condstore(session);
        }
        byte[] responses = session.work().overMailboxes((all, progress) -> responses(session, command, all, progress));
        session.out().spelled(responses);
        return Reply.ok("Listed");
    }

    /** All that is told: to find it out and to spell it is what takes the time, and none of it waits for the client. */
    private static byte[] responses(
            Session session, ListMailboxes command, NavigableMap<String, MailboxAccess> all, Progress progress) {
        List<ListedNames.Line> lines = ListedNames.of(session, command, all, progress);
        List<MailboxAccess> met = lines.stream()
                .filter(ListedNames.Line::meetsCriteria)
                .map(ListedNames.Line::access)
                .filter(Objects::nonNull)
                .toList();
        @Nullable StatusFigures figures = figures(session, command, met, progress);
        Map<Long, List<Annotation>> notes = notes(session, command, met, progress);
        ByteArrayOutputStream responses = new ByteArrayOutputStream();
        ResponseWriter out = session.out().into(responses);
        try {
            for (ListedNames.Line line : lines) {
                progress.check();
                out.untagged(new Untagged.Mailbox(command.lsub(), line.attributes(), line.name(), line.childInfo()));
                MailboxAccess access = line.access();
                if (access != null && line.meetsCriteria()) {
                    tellMore(out, command, line.name(), access, figures, notes);
                }
            }
            out.release();
        } catch (IOException e) {
            // Memory takes whatever is written.
            throw new UncheckedIOException(e);
        }
        return responses.toByteArray();
    }

    private static String root(String reference) {
        for (String prefix : List.of(Names.USERS + "/", Names.PUBLIC + "/")) {
            if (reference.startsWith(prefix)) {
                return prefix;
            }
        }
        return "";
    }

    private static @Nullable StatusFigures figures(
            Session session, ListMailboxes command, List<MailboxAccess> met, Progress progress) {
        return command.figures().isEmpty()
                ? null
                : StatusFigures.of(
                        session,
                        command.figures(),
                        met.stream().filter(ListHandler::hasFigures).toList(),
                        progress);
    }

    /** RFC 5819 §2: a mailbox that can't be selected is listed without figures. */
    private static boolean hasFigures(MailboxAccess access) {
        return !access.mailbox().noSelect() && access.rights().has(Right.READ);
    }

    private static Map<Long, List<Annotation>> notes(
            Session session, ListMailboxes command, List<MailboxAccess> met, Progress progress) {
        return command.entries().isEmpty()
                ? Map.of()
                : session.work().look(progress, tx -> new NoteRules(session.user()).of(tx, met));
    }

    private static void tellMore(
            ResponseWriter out,
            ListMailboxes command,
            String name,
            MailboxAccess access,
            @Nullable StatusFigures figures,
            Map<Long, List<Annotation>> notes)
            throws IOException {
        if (figures != null && figures.knows(access)) {
            out.untagged(figures.response(name, access));
        }
        if (command.wanted().contains(Wanted.MYRIGHTS)) {
            out.untagged(AccessListHandler.myRights(name, access.rights()));
        }
        if (!command.entries().isEmpty()) {
            out.untagged(new Untagged.Metadata(
                    name,
                    MetadataHandler.chosen(
                            notes.getOrDefault(access.mailbox().id(), List.of()), command.entries(), 0)));
        }
    }
}
