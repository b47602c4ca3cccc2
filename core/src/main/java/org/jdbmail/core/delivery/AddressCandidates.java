package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * The names under which an address is looked for, in DBMail's order: as alias, as alias without its detail, as account, as
 * account without its detail, then the catch-alls of its domain, of each parent domain with a leading dot, and of its
 * local part.
 *
 * @param full the whole address
 * @param base the address without detail; the same as {@code full} if it has none
 * @param detail what stands between the first {@code +} and the last {@code @}; empty for none
 * @param catchAlls the remaining aliases to look for, in order
 */
record AddressCandidates(String full, String base, String detail, List<String> catchAlls) {
    /** More labels than a domain name can have that anybody meant. */
    private static final int MAX_LABELS = 20;

    static AddressCandidates of(EnvelopeAddress address, boolean detailed) {
        String local = AsciiCase.lower(address.localPart());
        String domain = AsciiCase.lower(address.domain());
        int plus = detailed ? address.localPart().indexOf('+') : -1;
        String at = domain.isEmpty() ? "" : "@" + domain;
        String baseLocal = plus > 0 ? local.substring(0, plus) : local;
        return new AddressCandidates(
                local + at,
                baseLocal + at,
                plus > 0 ? address.localPart().substring(plus + 1) : "",
                domain.isEmpty() ? List.of() : catchAlls(baseLocal, domain));
    }

    private static List<String> catchAlls(String local, String domain) {
        List<String> all = new ArrayList<>();
        all.add("@" + domain);
        int dot = domain.startsWith("[") ? -1 : domain.indexOf('.');
        while (dot >= 0 && all.size() < MAX_LABELS) {
            all.add("@" + domain.substring(dot));
            dot = domain.indexOf('.', dot + 1);
        }
        all.add(local + "@");
        return all;
    }

    /** Everything that is looked up at once. */
    List<String> all() {
        List<String> all = new ArrayList<>(catchAlls.size() + 2);
        all.add(full);
        if (!base.equals(full)) {
            all.add(base);
        }
        all.addAll(catchAlls);
        return all;
    }
}
