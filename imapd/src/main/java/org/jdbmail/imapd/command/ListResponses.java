package org.jdbmail.imapd.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Queue;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.NoteRules;
import org.jdbmail.core.store.Annotations.Annotation;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.ListMailboxes;
import org.jdbmail.imapd.proto.ListMailboxes.Wanted;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * What a LIST or LSUB answers, spelled a stretch at a time: to spell takes long and is work for the pool, while a client may take what
 * was spelled as slowly as it likes, and then no more than a stretch is held for it. Used by one thread at a time.
 */
final class ListResponses {
    /** A stretch ends with the first mailbox behind so many octets. */
    private static final int STRETCH = 256 * 1024;

    private final Session session;
    private final ListMailboxes command;

    /** What is to be told yet. */
    private final Queue<ListedNames.Line> lines;

    private final @Nullable StatusFigures figures;
    private final Map<Long, List<Annotation>> notes;
    private byte[] spelled = {};

    /** Finds out what is to be told. */
    ListResponses(Session session, ListMailboxes command, NavigableMap<String, MailboxAccess> all, Progress progress) {
        this.session = session;
        this.command = command;
        this.lines = new ArrayDeque<>(ListedNames.of(session, command, all, progress));
        List<MailboxAccess> met = lines.stream()
                .filter(ListedNames.Line::meetsCriteria)
                .map(ListedNames.Line::access)
                .filter(Objects::nonNull)
                .toList();
        this.figures = figures(session, command, met, progress);
        this.notes = notes(session, command, met, progress);
    }

    /** Whether all was spelled. */
    boolean isOver() {
        return lines.isEmpty();
    }

    /** The stretch of whole responses that was spelled last. */
    byte[] spelled() {
        return spelled;
    }

    /** Spells the next stretch. */
    ListResponses spell(Progress progress) {
        ByteArrayOutputStream responses = new ByteArrayOutputStream();
        ResponseWriter out = session.out().into(responses);
        try {
            for (ListedNames.Line line = lines.peek();
                    line != null && responses.size() < STRETCH;
                    line = lines.peek()) {
                progress.check();
                out.untagged(new Untagged.Mailbox(command.lsub(), line.attributes(), line.name(), line.childInfo()));
                MailboxAccess access = line.access();
                if (access != null && line.meetsCriteria()) {
                    tellMore(out, command, line.name(), access, figures, notes);
                }
                lines.remove();
            }
            out.release();
        } catch (IOException e) {
            // Memory takes whatever is written.
            throw new UncheckedIOException(e);
        }
        spelled = responses.toByteArray();
        return this;
    }

    private static @Nullable StatusFigures figures(
            Session session, ListMailboxes command, List<MailboxAccess> met, Progress progress) {
        return command.figures().isEmpty()
                ? null
                : StatusFigures.of(
                        session,
                        command.figures(),
                        met.stream().filter(ListResponses::hasFigures).toList(),
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
