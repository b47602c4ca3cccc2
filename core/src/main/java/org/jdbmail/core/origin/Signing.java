package org.jdbmail.core.origin;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dmarc.DmarcChecker;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.core.work.Requester;
import org.jdbmail.mime.bytes.MessageBytes;

/** Signs messages of our domains. */
final class Signing {
    private Signing() {}

    /** The fields that sign a message for its author's domain, each ended by CRLF; empty where that has no keys. */
    static String fields(OwnKeys keys, Bodies bodies, Requester requester, MessageBytes message, Instant now) {
        HeaderBlock block = HeaderBlock.of(message);
        List<String> authors = DmarcChecker.authors(block);
        List<DkimSigner> signers = authors.size() == 1 && block.isWhole() ? keys.of(authors.getFirst()) : List.of();
        if (signers.isEmpty()) {
            return "";
        }
        BodyHash body = bodies.hashes(requester, message, block.body(), Set.of(DkimSigner.BODY))
                .get(DkimSigner.BODY);
        StringBuilder all = new StringBuilder();
        if (body != null) {
            for (DkimSigner signer : signers) {
                all.append(signer.sign(block, body, now).text()).append("\r\n");
            }
        }
        return all.toString();
    }
}
