package org.jdbmail.core.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.service.ServiceTrouble;
import org.jdbmail.core.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;

/** What a milter says of a step. */
sealed interface MilterAnswer {
    /** Go on. */
    record GoOn() implements MilterAnswer {}

    /** Take it without asking any further. */
    record Accept() implements MilterAnswer {}

    /** Say that it was taken, and throw it away. */
    record Discard() implements MilterAnswer {}

    /** No more of the body is wanted. */
    record Skip() implements MilterAnswer {}

    /** Say this. */
    record Refuse(SmtpReply reply) implements MilterAnswer {}

    MilterAnswer GO_ON = new GoOn();

    /** What a packet says; null for one that is no answer to a step. */
    static @Nullable MilterAnswer of(MilterPacket packet) throws ServiceTrouble {
        return switch (packet.command()) {
            case 'c' -> GO_ON;
            case 'a' -> new Accept();
            case 'd' -> new Discard();
            case 's' -> new Skip();
            case 'r' -> new Refuse(SmtpReply.of(550, "5.7.1", "command rejected"));
            case 't' -> new Refuse(SmtpReply.of(451, "4.7.1", "service unavailable, come again later"));
            case 'f' -> new Refuse(SmtpReply.of(421, "4.7.1", "service unavailable, goodbye"));
            // libmilter wants each percent sign doubled.
            case 'y' -> new Refuse(reply(packet.text(StandardCharsets.UTF_8).replace("%%", "%")));
            default -> null;
        };
    }

    /** {@code 550 5.7.1 text}, in one line or several. */
    private static SmtpReply reply(String text) throws ServiceTrouble {
        List<String> lines = text.lines().limit(20).toList();
        if (lines.isEmpty() || !lines.getFirst().matches("[45][0-5][0-9]([ -].*)?")) {
            throw new ServiceTrouble("gives a reply that is none");
        }
        int code = Integer.parseInt(lines.getFirst().substring(0, 3));
        String enhanced = code / 100 + ".7.1";
        List<String> texts = new ArrayList<>();
        for (String line : lines) {
            String rest =
                    line.length() > 4 && line.startsWith(lines.getFirst().substring(0, 3)) ? line.substring(4) : "";
            if (rest.matches(code / 100 + "\\.[0-9]{1,3}\\.[0-9]{1,3}( .*)?")) {
                int end = rest.indexOf(' ');
                enhanced = end < 0 ? rest : rest.substring(0, end);
                rest = end < 0 ? "" : rest.substring(end + 1);
            }
            String plain = rest.replaceAll("[^ -~]", "?");
            texts.add(plain.isBlank() ? "not wanted" : plain.substring(0, Math.min(400, plain.length())));
        }
        return new SmtpReply(code, enhanced, texts);
    }
}
