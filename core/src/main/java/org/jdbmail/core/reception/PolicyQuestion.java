package org.jdbmail.core.reception;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.core.reception.Restrictions.Wish;

/** What a policy service is told of a recipient: Postfix's SMTPD_POLICY_README. What is not known here is left out, as that page allows. */
final class PolicyQuestion {
    private PolicyQuestion() {}

    /**
     * The attributes, in Postfix's order.
     *
     * @param context the administrator's word for the place in the lists
     */
    static Map<String, String> of(Wish wish, String context) {
        Caller caller = wish.caller();
        String name = caller.name().isEmpty() ? "unknown" : caller.name();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("request", "smtpd_access_policy");
        all.put("protocol_state", "RCPT");
        all.put("protocol_name", "ESMTP");
        all.put("client_address", caller.address().getHostAddress());
        all.put("client_name", name);
        all.put("reverse_client_name", name);
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
        all.put("sasl_method", "");
        all.put("sasl_username", caller.login().map(user -> user.login()).orElse(""));
        all.put("sasl_sender", "");
        all.put("ccert_subject", "");
        all.put("ccert_issuer", "");
        all.put("ccert_fingerprint", caller.fingerprint().replaceAll("(?<=.)(?=(..)+$)", ":"));
        all.put("policy_context", context);
        return all;
    }
}
