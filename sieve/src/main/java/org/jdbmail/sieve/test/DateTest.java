package org.jdbmail.sieve.test;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.field.MailDate;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code date} and {@code currentdate} (RFC 5260): parts of the time in a field, or of now. */
public final class DateTest {
    private DateTest() {}

    /** Understands {@code date}. */
    public static Check.Condition ofField(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Selection selection = Selection.of(arguments);
        Text zone = zone(arguments);
        boolean original = arguments.flag("originalzone");
        if (original && zone != null) {
            arguments.error(arguments.at(), "':originalzone' can't stand beside ':zone'");
        }
        Text name = arguments
                .strings("the name of a header field", FieldNames::wrong)
                .getFirst();
        Text part = part(arguments);
        Matching keys = match.keys(arguments);
        return run -> {
            List<String> values = new ArrayList<>();
            List<Field> fields = selection.fields(run, name.value(run));
            // RFC 5260 §4: without an index it is the first field.
            OffsetDateTime time = fields.isEmpty() ? null : time(fields.getFirst());
            DatePart wanted = DatePart.named(part.value(run));
            if (time != null && wanted != null) {
                values.add(wanted.of(original ? time : shifted(run, time, zone)));
            }
            return keys.any(run, values);
        };
    }

    /** Understands {@code currentdate}. */
    public static Check.Condition ofNow(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Text zone = zone(arguments);
        Text part = part(arguments);
        Matching keys = match.keys(arguments);
        return run -> {
            OffsetDateTime now = run.delivery().received().atOffset(ZoneOffset.UTC);
            DatePart wanted = DatePart.named(part.value(run));
            return wanted != null && keys.any(run, List.of(wanted.of(shifted(run, now, zone))));
        };
    }

    private static @Nullable Text zone(Arguments arguments) throws InvalidScript {
        Text zone = arguments.string("zone", null);
        String constant = zone == null ? null : zone.constant();
        if (constant != null && offset(constant) == null) {
            arguments.error(arguments.at(), "'" + constant + "' is no time zone like \"+0100\"");
        }
        return zone;
    }

    private static Text part(Arguments arguments) throws InvalidScript {
        Text part = arguments.string("a part of a date");
        String constant = part.constant();
        if (constant != null && DatePart.named(constant) == null) {
            arguments.error(arguments.at(), "a date has no part '" + constant + "'");
        }
        return part;
    }

    /** RFC 5260 §4.1: a sign, hours and minutes. */
    private static @Nullable ZoneOffset offset(String zone) {
        if (!zone.matches("[+-]\\d{4}")) {
            return null;
        }
        int hours = Integer.parseInt(zone.substring(1, 3));
        int minutes = Integer.parseInt(zone.substring(3));
        if (hours > 17 || minutes > 59) {
            return null;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(zone.startsWith("-") ? -seconds : seconds);
    }

    private static OffsetDateTime shifted(Run run, OffsetDateTime time, @Nullable Text zone) throws ScriptException {
        if (zone == null) {
            ZoneId local = run.delivery().zone();
            return time.atZoneSameInstant(local).toOffsetDateTime();
        }
        ZoneOffset offset = offset(zone.value(run));
        return offset == null ? time : time.withOffsetSameInstant(offset);
    }

    /** RFC 5260 §4: the whole value, or what stands after its last semicolon, as in a Received field. */
    private static @Nullable OffsetDateTime time(Field field) {
        String text = field.value().unfolded();
        int semicolon = text.lastIndexOf(';');
        return MailDate.parse(
                semicolon < 0 ? text : text.substring(semicolon + 1).strip());
    }
}
