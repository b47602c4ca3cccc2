package org.jdbmail.webd.dbmail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/** Mailboxes and messages by their numbers, as DBMail's addresses tell them. */
final class MailAnswers {
    private static final int PIECE = 64 * 1024;

    private final Store store;

    MailAnswers(Store store) {
        this.store = store;
    }

    /** A mailbox of that owner, or of anybody. */
    private static Mailbox find(Tx tx, long id, Optional<Long> owner) {
        return tx.mailboxes()
                .find(id)
                .filter(mailbox -> owner.map(user -> user == mailbox.ownerId()).orElse(true))
                .orElseThrow(MailAnswers::notFound);
    }

    private static Refusal notFound() {
        return new Refusal(Reason.NOT_FOUND, "Not found");
    }

    WebAnswer mailbox(long id, Optional<Long> owner) {
        return store.read(tx -> UserAnswers.object(
                "mailboxes",
                List.of(UserAnswers.mailbox(
                        find(tx, id, owner), tx.mailboxes().status(List.of(id)).get(id)))));
    }

    /** Puts a message into a mailbox: {@code message} with all of it. */
    WebAnswer append(WebRequest request, long id, Optional<Long> owner) {
        Optional<byte[]> message = UserAnswers.form(request).bytes("message");
        if (message.isPresent()) {
            Mailbox mailbox = store.read(tx -> find(tx, id, owner));
            if (mailbox.noSelect()) {
                throw new Refusal(Reason.INVALID, "that holds no messages");
            }
            Delivered delivered = store.deliver(
                            PreparedMessage.prepare(MessageBytes.of(withCrLf(message.get()))),
                            Instant.now(),
                            List.of(Destination.plain(mailbox.id(), mailbox.ownerId())))
                    .getFirst();
            if (delivered instanceof Delivered.Refused(Refusal refusal)) {
                throw refusal;
            }
        }
        return mailbox(id, owner);
    }

    /** Scripts write lines as their system does. */
    private static byte[] withCrLf(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    WebAnswer messages(long id, Optional<Long> owner) {
        List<String> lines = new ArrayList<>();
        store.read(tx -> tx.messages().popMessages(find(tx, id, owner).id()))
                .forEach(message -> lines.add("    \"" + message.uid() + "\":{\"size\":"
                        + (message.size() < 0 ? bytes(message.uid(), owner).size() : message.size()) + "}"));
        return UserAnswers.object("messages", lines);
    }

    WebAnswer message(long id, Optional<Long> owner) {
        return WebAnswer.json("{\"messages\": {\n   \"" + id + "\":{\"size\":"
                + bytes(id, owner).size() + "}\n}}\n");
    }

    WebAnswer view(long id, Optional<Long> owner) {
        MessageBytes bytes = bytes(id, owner);
        return new WebAnswer(200, "message/rfc822; charset=utf-8", Map.of(), new WebAnswer.Body() {
            @Override
            public long size() {
                return bytes.size();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (int from = 0; from < bytes.size(); from += PIECE) {
                    out.write(bytes.slice(from, Math.min(bytes.size(), from + PIECE)));
                }
            }
        });
    }

    WebAnswer headers(long id, Optional<Long> owner) {
        return WebAnswer.text(200, "text/plain; charset=utf-8", head(id, owner));
    }

    /** Fields of those names, in the order in which they are asked for. */
    WebAnswer headers(long id, Optional<Long> owner, String names) {
        List<String> fields = fields(head(id, owner));
        List<String> found = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            if (name.isBlank()) {
                continue;
            }
            for (String field : fields) {
                int colon = field.indexOf(':');
                if (colon > 0 && field.substring(0, colon).strip().equalsIgnoreCase(name.strip())) {
                    String shown = name.strip();
                    found.add(Character.toUpperCase(shown.charAt(0)) + shown.substring(1) + ": "
                            + field.substring(colon + 1).strip());
                }
            }
        }
        return WebAnswer.text(200, "text/plain; charset=utf-8", UserAnswers.lines(found));
    }

    /** Each on one line. */
    private static List<String> fields(String head) {
        List<String> fields = new ArrayList<>();
        for (String line : head.split("\r\n", -1)) {
            boolean isMore = (line.startsWith(" ") || line.startsWith("\t")) && !fields.isEmpty();
            if (isMore) {
                fields.set(fields.size() - 1, fields.getLast() + " " + line.strip());
            } else {
                fields.add(line);
            }
        }
        return fields;
    }

    private String head(long id, Optional<Long> owner) {
        long physId = physId(id, owner);
        byte[] head = store.read(tx -> tx.contents().heads(List.of(physId))).get(physId);
        if (head == null) {
            throw notFound();
        }
        return new String(head, StandardCharsets.UTF_8);
    }

    private MessageBytes bytes(long id, Optional<Long> owner) {
        long physId = physId(id, owner);
        MessageBytes bytes =
                store.read(tx -> tx.contents().read(List.of(physId), PIECE)).get(physId);
        if (bytes == null) {
            throw notFound();
        }
        return bytes;
    }

    private long physId(long id, Optional<Long> owner) {
        return store.read(tx -> tx.messages()
                        .whereIs(id)
                        .filter(where -> isOf(tx, where.mailboxId(), owner))
                        .map(Messages.Whereabouts::physId))
                .orElseThrow(MailAnswers::notFound);
    }

    private static boolean isOf(Tx tx, long mailboxId, Optional<Long> owner) {
        return owner.isEmpty()
                || tx.mailboxes()
                        .find(mailboxId)
                        .filter(mailbox -> mailbox.ownerId() == owner.get())
                        .isPresent();
    }
}
