package org.jdbmail.sieve.test;

import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** Tests of mailboxes: of their names (RFC 5490), ids (RFC 9042), uses (RFC 8579), and of annotations (RFC 5490). */
public final class MailboxTests {
    private MailboxTests() {}

    /** Understands {@code mailboxexists} (RFC 5490 §3.1): whether all of some mailboxes exist. */
    public static Check.Condition exists(Arguments arguments) throws InvalidScript {
        List<Text> names = arguments.strings("the names of mailboxes");
        return run -> {
            for (String name : Text.values(names, run)) {
                run.spend(100);
                if (name.isEmpty() || !run.host().mailboxExists(name)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Understands {@code mailboxidexists} (RFC 9042 §4). */
    public static Check.Condition idExists(Arguments arguments) throws InvalidScript {
        List<Text> ids = arguments.strings("the ids of mailboxes");
        return run -> {
            for (String id : Text.values(ids, run)) {
                run.spend(100);
                if (!run.host().mailboxIdExists(id)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Understands {@code specialuse_exists} (RFC 8579 §3). */
    public static Check.Condition specialUse(Arguments arguments) throws InvalidScript {
        Text mailbox = arguments.count() > 1 ? arguments.string("the name of a mailbox") : null;
        List<Text> uses = arguments.strings("special uses", MailboxTests::wrongUse);
        return run -> {
            for (String use : Text.values(uses, run)) {
                run.spend(100);
                if (!run.host().specialUseExists(mailbox == null ? null : mailbox.value(run), use)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static @Nullable String wrongUse(String use) {
        return use.startsWith("\\") ? null : "'" + use + "' is no special use, which begins with a backslash";
    }

    /** Understands {@code metadata} (RFC 5490 §3.3). */
    public static Check.Condition metadata(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Text mailbox = arguments.string("the name of a mailbox");
        Text name = annotation(arguments);
        Matching keys = match.keys(arguments);
        return run -> {
            run.spend(100);
            String value = run.host().mailboxMetadata(mailbox.value(run), key(name.value(run)));
            return value != null && keys.any(run, List.of(value));
        };
    }

    /** Understands {@code metadataexists} (RFC 5490 §3.4). */
    public static Check.Condition metadataExists(Arguments arguments) throws InvalidScript {
        Text mailbox = arguments.string("the name of a mailbox");
        List<Text> names = arguments.strings("the names of annotations", MailboxTests::wrongAnnotation);
        return run -> {
            for (String name : Text.values(names, run)) {
                run.spend(100);
                if (run.host().mailboxMetadata(mailbox.value(run), key(name)) == null) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Understands {@code servermetadata} (RFC 5490 §4.1). */
    public static Check.Condition serverMetadata(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Text name = annotation(arguments);
        Matching keys = match.keys(arguments);
        return run -> {
            run.spend(100);
            String value = run.host().serverMetadata(key(name.value(run)));
            return value != null && keys.any(run, List.of(value));
        };
    }

    /** Understands {@code servermetadataexists} (RFC 5490 §4.2). */
    public static Check.Condition serverMetadataExists(Arguments arguments) throws InvalidScript {
        List<Text> names = arguments.strings("the names of annotations", MailboxTests::wrongAnnotation);
        return run -> {
            for (String name : Text.values(names, run)) {
                run.spend(100);
                if (run.host().serverMetadata(key(name)) == null) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Text annotation(Arguments arguments) throws InvalidScript {
        Text name = arguments.string("the name of an annotation");
        String constant = name.constant();
        String wrong = constant == null ? null : wrongAnnotation(constant);
        if (wrong != null) {
            arguments.error(arguments.at(), wrong);
        }
        return name;
    }

    /** RFC 5464 §3.2. */
    private static @Nullable String wrongAnnotation(String name) {
        String key = key(name);
        boolean right = key.startsWith("/")
                && !key.endsWith("/")
                && !key.contains("//")
                && key.chars().allMatch(c -> c > ' ' && c < 127 && c != '*' && c != '%');
        return right ? null : "'" + name + "' is no annotation, like /private/comment or /shared/comment";
    }

    /** RFC 5464 §3.2: names are the same in any case. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
