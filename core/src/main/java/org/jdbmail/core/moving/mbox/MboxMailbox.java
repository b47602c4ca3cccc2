package org.jdbmail.core.moving.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.MailFiles;
import org.jdbmail.core.moving.source.Origins;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * A mailbox that is an mbox, of whatever kind: a message begins where an empty line, or nothing, comes before a {@link Postmark};
 * from lines that begin with {@code From } behind some {@code >} one of these is taken away, as in the kind mboxrd.
 */
public final class MboxMailbox implements SourceMailbox {
    /** Where a message lies in the file, without the line that begins it. */
    private record Range(long from, long to, Instant received) {}

    private final Path file;
    private final String name;
    private final long uidValidity;

    private MboxMailbox(Path file, String name, long uidValidity) {
        this.file = file;
        this.name = name;
        this.uidValidity = uidValidity;
    }

    /** The mailbox in a file, which is not read whole for that. */
    public static MboxMailbox of(Path file, String name) throws IOException {
        byte[] beginning = new byte[16 * 1024];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(beginning, 0, beginning.length);
        }
        String text = new String(beginning, 0, length, ISO_8859_1);
        int end = text.indexOf('\n') + 1;
        return new MboxMailbox(
                file,
                name,
                MboxHead.of(text.substring(end).getBytes(ISO_8859_1)).uidValidity());
    }

    /** Whether a file begins as an mbox does; an empty one is an mbox without messages. */
    public static boolean isOne(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String line = new String(in.readNBytes(Postmark.LONGEST), ISO_8859_1);
            int end = line.indexOf('\n');
            return line.isEmpty()
                    || Postmark.of(end < 0 ? line : line.substring(0, end)).isPresent();
        }
    }

    @Override
    public AboutMailbox about() {
        return new AboutMailbox(name, true, uidValidity, null, false, List.of());
    }

    @Override
    public List<SourceMessage> messages() throws IOException {
        Origins origins = new Origins();
        List<SourceMessage> messages = new ArrayList<>();
        long last = 0;
        for (Range range : ranges()) {
            String place = file + ", octet " + range.from;
            if (range.to - range.from > MailFiles.LARGEST) {
                messages.add(new InMbox(
                        file,
                        range,
                        new AboutMessage(
                                origins.next(Origins.sha256().digest(place.getBytes(ISO_8859_1))),
                                0,
                                FlagSet.NONE,
                                false,
                                range.received,
                                "",
                                range.to - range.from,
                                place)));
                continue;
            }
            MboxHead head = MboxHead.of(unquoted(file, range));
            if (head.isFolderData()) {
                continue;
            }
            // UIDs that don't rise are nobody's.
            long uid = head.uid() > last ? head.uid() : 0;
            last = Math.max(last, uid);
            messages.add(new InMbox(
                    file,
                    range,
                    new AboutMessage(
                            origins.next(Origins.sha256().digest(head.message())),
                            uid,
                            head.flags(),
                            head.isRecent(),
                            range.received,
                            "",
                            head.message().length,
                            place)));
        }
        boolean haveAll = messages.stream().allMatch(message -> message.about().uid() > 0);
        return haveAll || uidValidity == 0 ? messages : withoutUids(messages);
    }

    private static List<SourceMessage> withoutUids(List<SourceMessage> messages) {
        return messages.stream()
                .<SourceMessage>map(message -> {
                    InMbox in = (InMbox) message;
                    AboutMessage about = in.about;
                    return new InMbox(
                            in.file,
                            in.range,
                            new AboutMessage(
                                    about.origin(),
                                    0,
                                    about.flags(),
                                    about.recent(),
                                    about.received(),
                                    "",
                                    about.size(),
                                    about.place()));
                })
                .toList();
    }

    private List<Range> ranges() throws IOException {
        List<Range> ranges = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            LineScan scan = new LineScan(in);
            boolean isAfterEmpty = true;
            long emptyAt = 0;
            long from = -1;
            Instant received = Instant.EPOCH;
            while (scan.next()) {
                Optional<Instant> mark = isAfterEmpty ? Postmark.of(scan.text()) : Optional.empty();
                if (mark.isPresent()) {
                    if (from >= 0) {
                        ranges.add(new Range(from, Math.max(from, emptyAt), received));
                    }
                    from = scan.end();
                    received = mark.get();
                    emptyAt = from;
                } else if (from < 0) {
                    throw new IOException(file + " is no mbox: it does not begin with a line \"From sender date\"");
                }
                isAfterEmpty = scan.text().isEmpty() || mark.isPresent();
                if (mark.isEmpty()) {
                    emptyAt = isAfterEmpty ? scan.start() : scan.end();
                }
            }
            if (from >= 0) {
                ranges.add(new Range(from, Math.max(from, emptyAt), received));
            }
        }
        return ranges;
    }

    /** The octets of a message with its lines as they were before they were marked. */
    private static byte[] unquoted(Path file, Range range) throws IOException {
        byte[] all = new byte[Math.toIntExact(range.to - range.from)];
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.wrap(all);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, range.from + buffer.position()) < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(all.length);
        int at = 0;
        while (at < all.length) {
            int end = at;
            while (end < all.length && all[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, all.length);
            int marks = at;
            while (marks < end && all[marks] == '>') {
                marks++;
            }
            boolean isMarked =
                    marks > at && new String(all, marks, Math.min(5, end - marks), ISO_8859_1).equals("From ");
            out.write(all, isMarked ? at + 1 : at, end - (isMarked ? at + 1 : at));
            at = end;
        }
        return out.toByteArray();
    }

    /** A message in the file. */
    private record InMbox(Path file, Range range, AboutMessage about) implements SourceMessage {
        @Override
        public MessageBytes read() throws IOException {
            if (range.to - range.from > MailFiles.LARGEST) {
                throw new IOException("it is larger than " + (MailFiles.LARGEST >> 20) + " MiB");
            }
            return MailFiles.crlf(MboxHead.of(unquoted(file, range)).message());
        }
    }
}
