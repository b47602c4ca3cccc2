package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.notice.Mailto;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;

/** Tests of ways to notify somebody (RFC 5435 §4, §5). */
public final class NotifyTests {
    private NotifyTests() {}

    /** Understands {@code valid_notify_method}. */
    public static Check.Condition valid(Arguments arguments) throws InvalidScript {
        List<Text> uris = arguments.strings("the URIs of methods");
        return run -> Text.values(uris, run).stream().allMatch(NotifyTests::isValid);
    }

    private static boolean isValid(String uri) {
        try {
            Mailto.of(uri);
            return true;
        } catch (Mailto.Invalid _) {
            return false;
        }
    }

    /** Understands {@code notify_method_capability}. */
    public static Check.Condition capability(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Text uri = arguments.string("the URI of a method");
        Text capability = arguments.string("the name of a capability");
        Matching keys = match.keys(arguments);
        boolean copies = arguments.has(Extension.FCC);
        return run -> {
            String method = uri.value(run);
            if (!isValid(method)) {
                return false;
            }
            String name = capability.value(run);
            if (name.equalsIgnoreCase("online")) {
                return keys.any(run, List.of(run.host().online(method)));
            }
            // RFC 8580 §6.1.
            return copies && name.equalsIgnoreCase("fcc") && keys.any(run, List.of("yes"));
        };
    }
}
