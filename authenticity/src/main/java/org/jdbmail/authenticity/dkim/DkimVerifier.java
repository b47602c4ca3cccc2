package org.jdbmail.authenticity.dkim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** Checks the signatures of a message (RFC 6376 §6). Safe for any number of threads. */
public final class DkimVerifier {
    /** More than these are not looked at: each costs a question and the work on a signature. */
    static final int MOST = 10;

    /** Forms of the body that signatures of one message may have: each reads all of it. There are two, and those with a length of their own. */
    static final int MOST_FORMS = 4;

    private final Keys keys;
    private final InstantSource clock;

    /** One. */
    public DkimVerifier(DnsLookup dns, InstantSource clock) {
        this.keys = new Keys(dns);
        this.clock = clock;
    }

    /** What can be said of the signatures of a message before its body is known. */
    public static final class Readings {
        private final HeaderBlock block;
        private final List<Reading> all;

        private Readings(HeaderBlock block, List<Reading> all) {
            this.block = block;
            this.all = all;
        }

        /** The hashes of the body that are needed. */
        public Set<BodyForm> forms() {
            Set<BodyForm> forms = new HashSet<>();
            for (Reading each : all) {
                if (each instanceof Reading.Read(DkimSignature signature)) {
                    forms.add(signature.body());
                }
            }
            return forms;
        }
    }

    private sealed interface Reading {
        record Read(DkimSignature signature) implements Reading {}

        record Unread(DkimResult result) implements Reading {}
    }

    /** Reads the signatures. */
    public static Readings read(HeaderBlock block) {
        List<Reading> all = new ArrayList<>();
        Set<BodyForm> forms = new HashSet<>();
        for (RawField field : block.named(DkimSignature.FIELD)) {
            if (all.size() == MOST) {
                all.add(unreadable(SignatureOutcome.POLICY, "too many signatures"));
                break;
            }
            try {
                if (!block.isWhole()) {
                    throw new UnusableException(SignatureOutcome.PERMERROR, "too many fields");
                }
                DkimSignature signature = DkimSignature.of(field);
                if (!forms.contains(signature.body()) && forms.size() == MOST_FORMS) {
                    throw new UnusableException(SignatureOutcome.POLICY, "too many forms of the body");
                }
                forms.add(signature.body());
                all.add(new Reading.Read(signature));
            } catch (UnusableException e) {
                all.add(unreadable(e.outcome(), e.why()));
            }
        }
        return new Readings(block, all);
    }

    private static Reading unreadable(SignatureOutcome outcome, String why) {
        return new Reading.Unread(new DkimResult(outcome, why, Optional.empty(), 0));
    }

    /** Checks all signatures of a message; none if it has none. */
    public List<DkimResult> verify(MessageBytes message) {
        HeaderBlock block = HeaderBlock.of(message);
        Readings readings = read(block);
        return verify(readings, BodyHashes.of(message, block.body(), readings.forms()));
    }

    /** Checks signatures that have been read. */
    public List<DkimResult> verify(Readings readings, Map<BodyForm, BodyHash> bodies) {
        List<DkimResult> results = new ArrayList<>();
        for (Reading each : readings.all) {
            results.add(
                    switch (each) {
                        case Reading.Unread(DkimResult result) -> result;
                        case Reading.Read(DkimSignature signature) -> verify(readings.block, signature, bodies);
                    });
        }
        return results;
    }

    private DkimResult verify(HeaderBlock block, DkimSignature signature, Map<BodyForm, BodyHash> bodies) {
        int bits = 0;
        try {
            signature.tags().checkTime(clock.instant());
            KeyRecord key = keys.find(signature.selector(), signature.domain(), signature.algorithm());
            bits = key.bits();
            // RFC 6376 §3.6.1, t=s
            if (key.isStrict() && !signature.identity().equals(signature.domain())) {
                throw new UnusableException(SignatureOutcome.PERMERROR, "the key is not for domains below its own");
            }
            checkBody(signature, bodies.get(signature.body()));
            if (!Keys.isRight(
                    key,
                    signature.algorithm(),
                    signature.data(block),
                    signature.tags().octets("b"))) {
                throw new UnusableException(SignatureOutcome.FAIL, "the fields were changed");
            }
            checkExtent(signature, bodies.get(signature.body()));
            return new DkimResult(SignatureOutcome.PASS, "", Optional.of(signature), bits);
        } catch (UnusableException e) {
            return new DkimResult(e.outcome(), e.why(), Optional.of(signature), bits);
        }
    }

    private static void checkBody(DkimSignature signature, @Nullable BodyHash body) throws UnusableException {
        if (body == null) {
            throw new IllegalArgumentException("the body was not hashed for this signature");
        }
        boolean isShort =
                signature.body().limit() != BodyForm.ALL && signature.body().limit() > body.length();
        if (isShort || !Arrays.equals(signature.tags().octets("bh"), body.sha256())) {
            throw new UnusableException(SignatureOutcome.FAIL, "the body was changed");
        }
    }

    // RFC 6376 §8.2: what stands behind what was signed may be anybody's.
    private static void checkExtent(DkimSignature signature, @Nullable BodyHash body) throws UnusableException {
        if (body != null && body.length() > signature.body().limit()) {
            throw new UnusableException(SignatureOutcome.POLICY, "only a part of the body is signed");
        }
    }
}
