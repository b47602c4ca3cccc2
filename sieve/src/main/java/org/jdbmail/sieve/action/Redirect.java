package org.jdbmail.sieve.action;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.ListNames;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/**
 * {@code redirect} (RFC 5228 §4.2): sends the message on; to all of a list (RFC 6134 §2.3), with notifications of its
 * own (RFC 6009 §6), and within a time (RFC 6009 §7).
 */
public final class Redirect {
    private static final Set<String> CONDITIONS = Set.of("SUCCESS", "FAILURE", "DELAY");

    private Redirect() {}

    /** What the tags say. */
    private record Options(
            boolean copy,
            @Nullable Text conditions,
            @Nullable Text ret,
            @Nullable Text byAbsolute,
            long byRelative,
            String byMode,
            boolean byTrace) {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        boolean copy = arguments.flag("copy", Extension.COPY);
        boolean list = arguments.flag("list", Extension.EXTLISTS);
        Text notify = arguments.string("notify", Extension.REDIRECT_DSN);
        Text ret = arguments.string("ret", Extension.REDIRECT_DSN);
        Text absolute = arguments.string("bytimeabsolute", Extension.REDIRECT_DELIVERBY);
        long relative = arguments.number("bytimerelative", Extension.REDIRECT_DELIVERBY);
        Text mode = arguments.string("bymode", Extension.REDIRECT_DELIVERBY);
        boolean trace = arguments.flag("bytrace", Extension.REDIRECT_DELIVERBY);
        if (absolute != null && relative >= 0) {
            arguments.error(arguments.at(), "':bytimeabsolute' can't stand beside ':bytimerelative'");
        }
        String modeText = mode == null ? "notify" : mode.constant();
        if (modeText == null || !modeText.equalsIgnoreCase("notify") && !modeText.equalsIgnoreCase("return")) {
            arguments.error(arguments.at(), "':bymode' is either \"notify\" or \"return\"");
            modeText = "notify";
        }
        check(arguments, notify, Redirect::wrongNotify);
        check(arguments, ret, Redirect::wrongRet);
        Text target = arguments.string(list ? "the name of a list" : "an address");
        if (!list) {
            check(arguments, target, Redirect::wrongAddress);
        }
        Options options = new Options(copy, notify, ret, absolute, relative, modeText, trace);
        return run -> {
            Effect.Forwarding how = forwarding(run, options, list);
            if (list) {
                run.redirectToAll(addresses(run, target.value(run)), how, copy);
            } else {
                run.redirect(address(target.value(run)), how, copy);
            }
            return Flow.NEXT;
        };
    }

    private static void check(Arguments arguments, @Nullable Text text, Arguments.Checking checking) {
        String constant = text == null ? null : text.constant();
        String wrong = constant == null ? null : checking.wrong(constant);
        if (wrong != null) {
            arguments.error(arguments.at(), wrong);
        }
    }

    private static @Nullable String wrongAddress(String text) {
        return Address.parse(text, true) == null ? "'" + text + "' is no address" : null;
    }

    /** RFC 3461 §4.1. */
    private static @Nullable String wrongNotify(String text) {
        List<String> conditions = List.of(text.toUpperCase(Locale.ROOT).split(",", -1));
        boolean right = conditions.equals(List.of("NEVER")) || CONDITIONS.containsAll(conditions);
        return right ? null : "':notify' is \"NEVER\" or some of SUCCESS, FAILURE and DELAY with commas between them";
    }

    private static @Nullable String wrongRet(String text) {
        return text.equalsIgnoreCase("FULL") || text.equalsIgnoreCase("HDRS")
                ? null
                : "':ret' is either \"FULL\" or \"HDRS\"";
    }

    private static String address(String text) throws ScriptException {
        Address address = Address.parse(text, true);
        if (address == null) {
            throw new ScriptException("'" + text + "' is no address");
        }
        return address.written();
    }

    private static List<String> addresses(Run run, String name) throws ScriptException {
        String list = ListNames.plain(name);
        List<String> addresses = run.host().isList(list) ? run.host().addressesOf(list) : null;
        if (addresses == null) {
            throw new ScriptException("the addresses on the list '" + name + "' can't be told");
        }
        List<String> written = new ArrayList<>();
        for (String address : addresses) {
            written.add(address(address));
        }
        return written;
    }

    private static Effect.Forwarding forwarding(Run run, Options options, boolean list) throws ScriptException {
        return new Effect.Forwarding(
                checked(run, options.conditions, Redirect::wrongNotify),
                checked(run, options.ret, Redirect::wrongRet),
                deliverBy(run, options),
                list);
    }

    private static @Nullable String checked(Run run, @Nullable Text text, Arguments.Checking checking)
            throws ScriptException {
        if (text == null) {
            return null;
        }
        String value = text.value(run);
        String wrong = checking.wrong(value);
        if (wrong != null) {
            throw new ScriptException(wrong);
        }
        return value.toUpperCase(Locale.ROOT);
    }

    /** RFC 6009 §7. */
    private static Effect.@Nullable DeliverBy deliverBy(Run run, Options options) throws ScriptException {
        Text absolute = options.byAbsolute;
        if (absolute == null && options.byRelative < 0) {
            return null;
        }
        Duration within;
        if (absolute == null) {
            within = Duration.ofSeconds(Math.min(options.byRelative, 999_999_999));
        } else {
            String time = absolute.value(run);
            try {
                within = Duration.between(
                        run.delivery().received(), OffsetDateTime.parse(time).toInstant());
            } catch (DateTimeParseException _) {
                throw new ScriptException("'" + time + "' is no time like 2026-01-31T12:00:00Z");
            }
        }
        return new Effect.DeliverBy(within, options.byMode.equalsIgnoreCase("return"), options.byTrace);
    }
}
