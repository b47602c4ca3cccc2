package org.jdbmail.core.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.arc.ArcResult;
import org.jdbmail.authenticity.dkim.DkimResult;
import org.jdbmail.authenticity.dkim.DkimSignature;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dmarc.DmarcPolicy;
import org.jdbmail.authenticity.dmarc.DmarcResult;
import org.jdbmail.authenticity.results.AuthenticationResults;
import org.jdbmail.authenticity.results.AuthenticationResults.Method;
import org.jdbmail.authenticity.results.AuthenticationResults.Property;
import org.jdbmail.authenticity.spf.SpfResult;

/**
 * What was found out about a message.
 *
 * @param spf whether the host may send for the sender's domain; empty where nobody asked
 * @param sender the sender's address
 * @param dkim of each signature
 * @param arc of the sets; empty where nobody asked
 * @param dmarc whether it is from its author's domain; empty where nobody asked
 * @param isBelieved whether somebody whom we believe has sealed that it was, where it is not any more
 */
record Findings(
        Optional<SpfResult> spf,
        String sender,
        List<DkimResult> dkim,
        Optional<ArcResult> arc,
        Optional<DmarcResult> dmarc,
        boolean isBelieved) {
    /** RFC 8601 §2.7.1: enough of a signature to tell it from others. */
    private static final int MOST_OF_SIGNATURE = 8;

    Findings {
        dkim = List.copyOf(dkim);
    }

    /** As a field tells it. */
    AuthenticationResults results(String id, boolean isDkimChecked) {
        List<Method> methods = new ArrayList<>();
        spf.ifPresent(result -> methods.add(spf(result)));
        dkim.forEach(result -> methods.add(dkim(result)));
        if (isDkimChecked && dkim.isEmpty()) {
            methods.add(new Method("dkim", "none", "no signature", "", List.of()));
        }
        dmarc.ifPresent(result -> methods.add(dmarc(result)));
        arc.ifPresent(result -> methods.add(arc(result)));
        return new AuthenticationResults(id, methods);
    }

    // RFC 8601 §2.7.2
    private Method spf(SpfResult result) {
        Property property = result.isHelo()
                ? new Property("smtp", "helo", result.domain())
                : new Property("smtp", "mailfrom", sender);
        return new Method("spf", result.outcome().word(), result.why(), "", List.of(property));
    }

    private static Method dkim(DkimResult result) {
        List<Property> properties = new ArrayList<>();
        result.signature().ifPresent(signature -> properties.addAll(properties(signature)));
        String comment = result.bits() > 0 ? result.bits() + "-bit key" : "";
        return new Method("dkim", result.outcome().word(), comment, result.why(), properties);
    }

    private static List<Property> properties(DkimSignature signature) {
        String octets = signature.tags().tags().unfolded("b").orElse("");
        return List.of(
                new Property("header", "d", signature.domain()),
                new Property("header", "s", signature.selector()),
                new Property("header", "a", signature.algorithm().word()),
                new Property("header", "b", octets.substring(0, Math.min(MOST_OF_SIGNATURE, octets.length()))));
    }

    private Method dmarc(DmarcResult result) {
        String comment = result.wanted().map(wanted -> "p=" + wanted.word()).orElse(result.why())
                + (isBelieved ? " but believed by its seals" : "");
        List<Property> properties =
                result.author().isEmpty() ? List.of() : List.of(new Property("header", "from", result.author()));
        return new Method("dmarc", result.outcome().word(), comment, "", properties);
    }

    private static Method arc(ArcResult result) {
        String comment = result.count() == 0 ? "" : "i=" + result.count() + (result.isUnsure() ? " unsure" : "");
        return new Method("arc", result.status().word(), comment, result.why(), List.of());
    }

    /** What the author's domain wants done, as far as we know. */
    DmarcPolicy policy() {
        return isBelieved ? DmarcPolicy.NONE : dmarc.map(DmarcResult::policy).orElse(DmarcPolicy.NONE);
    }

    /** Whether something could not be asked that may change what is done. */
    boolean isUnsure() {
        boolean isPassed = dmarc.map(result -> result.outcome() == DmarcResult.Outcome.PASS)
                .orElse(false);
        return !isPassed
                && (dmarc.map(result -> result.outcome() == DmarcResult.Outcome.TEMPERROR)
                                .orElse(false)
                        || policy() != DmarcPolicy.NONE
                                && (dkim.stream().anyMatch(each -> each.outcome() == SignatureOutcome.TEMPERROR)
                                        || spf.map(each -> each.outcome().word().equals("temperror"))
                                                .orElse(false)));
    }
}
