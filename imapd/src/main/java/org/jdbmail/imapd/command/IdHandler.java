package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.imapd.proto.Id;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ID (RFC 2971 §3.1). What clients say of themselves is for the log only (§5). */
final class IdHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IdHandler.class);

    private IdHandler() {}

    static Reply run(Session session, Id id) throws IOException {
        LOG.debug("{} says that it is {}", session.connection(), id.fields());
        if (!session.isLoggedIn()) {
            handOn(session, id.fields());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "JDBMail");
        fields.put("version", session.shared().options().names().version());
        session.out().untagged(new Untagged.Id(fields));
        return Reply.ok("Pleased to meet you");
    }

    /** What webmails and proxies say, as Dovecot has taught them; believed from trusted networks only. */
    private static void handOn(Session session, Map<String, String> fields) {
        String address = value(fields, "x-originating-ip");
        String port = value(fields, "x-originating-port");
        if (!address.isEmpty()
                && !session.handOn(address, port.matches("[0-9]{1,4}|[1-5][0-9]{4}") ? Integer.parseInt(port) : 0)) {
            LOG.debug("{} may not tell whose client it is, or tells no address", session.connection());
        }
    }

    private static String value(Map<String, String> fields, String name) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name) && field.getValue() != null)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
