package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jdbmail.core.mailbox.MailboxName;

/** The commands about quotas (RFC 9208 §4.1). */
public sealed interface QuotaCommand extends ImapCommand {
    /** What is limited (RFC 9208 §5). */
    enum Resource {
        /** Octets of messages, in units of 1,024. */
        STORAGE,
        MESSAGE,
        MAILBOX
    }

    /** GETQUOTA. */
    record Get(String root) implements QuotaCommand {
        static Get parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            return new Get(in.astring());
        }
    }

    /** GETQUOTAROOT. */
    record Of(MailboxName mailbox) implements QuotaCommand {
        static Of parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            return new Of(MailboxNames.parse(in));
        }
    }

    /** SETQUOTA: what is not named is not limited. */
    record Set(String root, Map<Resource, Long> limits) implements QuotaCommand {
        static Set parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            String root = in.astring();
            in.space();
            in.expect('(');
            Map<Resource, Long> limits = new EnumMap<>(Resource.class);
            while (in.peek() != ')') {
                Resource resource = resource(in.word());
                in.space();
                limits.put(resource, in.number());
                in.skipSpaces();
            }
            in.expect(')');
            return new Set(root, limits);
        }

        private static Resource resource(String name) throws ImapSyntaxException {
            for (Resource resource : Resource.values()) {
                if (resource.name().equals(name)) {
                    return resource;
                }
            }
            throw new ImapSyntaxException("Nothing of that name can be limited");
        }
    }
}
