package org.jdbmail.core.reception;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.reception.Restrictions.Wish;

/** What a policy service is told of a recipient: Postfix's SMTPD_POLICY_README. What is not known here is left out, as that page allows. */
final class PolicyQuestion {
    /** For a name that was looked up, and that nobody has: sites refuse by it, so it is said of nobody else. */
    private static final String UNKNOWN = "unknown";

    private final Dns dns;

    /** Questions of a server, which looks up names of clients for them. */
    PolicyQuestion(Dns dns) {
        this.dns = dns;
    }

    /**
     * The attributes, in Postfix's order.
     *
     * @param context the administrator's word for the place in the lists
     */
    Map<String, String> of(Wish wish, String context) {
        Caller caller = wish.caller();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("request", "smtpd_access_policy");
        all.put("protocol_state", "RCPT");
        if (!caller.protocol().isEmpty()) {
            all.put("protocol_name", caller.protocol());
        }
        all.put("client_address", caller.address().getHostAddress());
        names(caller, all);
        all.put("helo_name", caller.helo());
        all.put("sender", wish.sender().plain());
        all.put("recipient", wish.recipient().plain());
        all.put("recipient_count", "0");
        all.put("queue_id", wish.id());
        // Of the whole message: a service that has said something of one recipient may leave it out for the next.
        all.put("instance", wish.id());
        all.put("size", String.valueOf(Math.max(0, wish.size())));
        all.put("etrn_domain", "");
        all.put("stress", "");
        if (caller.login().isEmpty()) {
            // By which mechanism somebody has logged in is not known here.
            all.put("sasl_method", "");
        }
        all.put("sasl_username", caller.login().map(user -> user.login()).orElse(""));
        all.put("sasl_sender", "");
        all.put("ccert_subject", "");
        all.put("ccert_issuer", "");
        all.put("ccert_fingerprint", caller.fingerprint().replaceAll("(?<=.)(?=(..)+$)", ":"));
        all.put("policy_context", context);
        return all;
    }

    private void names(Caller caller, Map<String, String> all) {
        InetAddress address = caller.address();
        if (!caller.name().isEmpty()) {
            all.put("client_name", caller.name());
            all.put("reverse_client_name", caller.name());
        } else if (address.isLoopbackAddress()) {
            // As every machine calls itself, whether or not its resolver does.
            all.put("client_name", "localhost");
            all.put("reverse_client_name", "localhost");
        } else {
            put("client_name", dns.verified(address), all);
            put("reverse_client_name", dns.names(address), all);
        }
    }

    private static void put(String attribute, DnsAnswer<String> name, Map<String, String> all) {
        switch (name) {
            case DnsAnswer.Found<String> found ->
                all.put(attribute, found.records().getFirst());
            case DnsAnswer.Nothing<String> ignored -> all.put(attribute, UNKNOWN);
            case DnsAnswer.Trouble<String> ignored -> {}
        }
    }
}
