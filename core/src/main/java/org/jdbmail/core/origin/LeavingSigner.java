package org.jdbmail.core.origin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.authenticity.arc.ArcChain;
import org.jdbmail.authenticity.arc.ArcResult;
import org.jdbmail.authenticity.arc.ArcSealer;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.authenticity.results.AuthenticationResults;
import org.jdbmail.authenticity.results.ResultsParser;
import org.jdbmail.core.queue.Signer;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.work.Requester;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * Signs what this server itself has written, and seals what it sends on. The one is told from the other by Received: a message that has none was made
 * here. What users hand in was signed when it came. Sealed is only what came by SMTP, was checked then, and has what was found out above the
 * first Received field, where nobody else can have put it.
 */
final class LeavingSigner implements Signer {
    private static final Pattern COUNT = Pattern.compile("i=([0-9]{1,3})( unsure)?");

    private final OriginOptions options;
    private final OwnKeys keys;
    private final Bodies bodies;
    private final InstantSource clock;

    LeavingSigner(OriginOptions options, OwnKeys keys, Bodies bodies, InstantSource clock) {
        this.options = options;
        this.keys = keys;
        this.bodies = bodies;
        this.clock = clock;
    }

    @Override
    public MailContent signed(QueuedMail mail, MailContent content) {
        MessageBytes message = MessageBytes.joined(
                content.prefix().getBytes(StandardCharsets.UTF_8),
                content.message().after(content.from()));
        HeaderBlock block = HeaderBlock.of(message);
        Instant now = clock.instant();
        String fields = block.named("Received").isEmpty()
                ? Signing.fields(keys, bodies, Requester.SERVER, message, now)
                : sealed(block, message, now);
        return fields.isEmpty()
                ? content
                : new MailContent(fields + content.prefix(), content.message(), content.from());
    }

    private String sealed(HeaderBlock block, MessageBytes message, Instant now) {
        Optional<AuthenticationResults> told = told(block);
        List<DkimSigner> sealers = options.sealing().isEmpty() ? List.of() : keys.of(options.sealing());
        if (told.isEmpty() || sealers.isEmpty() || !block.isWhole()) {
            return "";
        }
        Optional<ArcResult> before = before(told.get(), block);
        BodyHash body = bodies.hashes(Requester.SERVER, message, block.body(), Set.of(ArcSealer.BODY))
                .get(ArcSealer.BODY);
        if (before.isEmpty() || body == null) {
            return "";
        }
        // RFC 8617 knows rsa-sha256 only where all read it; others have it too.
        DkimSigner sealer = sealers.getFirst();
        StringBuilder all = new StringBuilder();
        for (RawField field : new ArcSealer(sealer.domain(), sealer.selector(), sealer.key())
                .seal(block, body, before.get(), told.get().value(), now)) {
            all.append(new String(field.octets(), StandardCharsets.UTF_8)).append("\r\n");
        }
        return all.toString();
    }

    /** What we found out when the message came. */
    private Optional<AuthenticationResults> told(HeaderBlock block) {
        for (RawField field : block.fields()) {
            if (field.is("Received")) {
                return Optional.empty();
            }
            if (field.is(AuthenticationResults.FIELD) && ResultsParser.claims(field, options.id())) {
                return ResultsParser.parse(field);
            }
        }
        return Optional.empty();
    }

    /** What we found out of the sets before ours: it counts as it was when the message came, whatever was added since. */
    private static Optional<ArcResult> before(AuthenticationResults told, HeaderBlock block) {
        for (AuthenticationResults.Method method : told.methods()) {
            if (method.name().equals("arc")) {
                Matcher count = COUNT.matcher(method.comment());
                boolean isCounted = count.matches();
                ArcResult.Status status = switch (method.result()) {
                    case "none" -> ArcResult.Status.NONE;
                    case "pass" -> ArcResult.Status.PASS;
                    default -> ArcResult.Status.FAIL;
                };
                return Optional.of(new ArcResult(
                        status,
                        "",
                        isCounted && count.group(2) != null,
                        List.of(),
                        List.of(),
                        isCounted
                                ? Integer.parseInt(count.group(1))
                                : ArcChain.of(block).count()));
            }
        }
        return Optional.empty();
    }
}
