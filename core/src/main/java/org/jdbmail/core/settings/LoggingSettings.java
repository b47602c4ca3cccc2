package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is logged, and where.
 *
 * @param level the least severe level that is logged
 * @param file where to; none for standard error
 * @param format how a line looks
 */
public record LoggingSettings(Level level, Optional<Path> file, Format format) {
    /** How a line of the log looks. */
    public enum Format {
        /** For people. */
        TEXT,
        /** An object of JSON on each line, for programs. */
        JSON
    }

    /** How much is logged. */
    public enum Level {
        /** Nothing at all. */
        NOTHING,
        /** What an administrator must look at. */
        ERROR,
        /** And what may become that. */
        WARNING,
        /** And logins, deliveries, starts and stops. */
        INFO,
        /** And what helps to find a fault. */
        DEBUG,
        /** And each statement to the database. */
        DATABASE
    }

    private static final Setting<Level> LEVEL = new Setting<>(
            Section.DBMAIL,
            "file_logging_levels",
            new SettingType<>(
                    "`nothing`, `emergency`, `alert`, `critical`, `error`, `warning`, `notice`, `info`, `debug`, `database`,"
                            + " or DBMail's sum of bits",
                    LoggingSettings::level),
            "info",
            "The least severe level that is logged. `emergency` to `error` are one level here, and so are `notice` and"
                    + " `info`.");
    private static final Setting<String> FILE = new Setting<>(
            Section.DBMAIL,
            "logfile",
            SettingType.text(),
            "stderr",
            "The file that is logged to, or `stderr`. It is opened anew on SIGHUP, for logrotate.");

    private static final Setting<Format> FORMAT = new Setting<>(
            Section.DBMAIL,
            "log_format",
            SettingType.oneOf(Format.class),
            "text",
            "`text`, or `json`: an object on each line, with the session (`session`) and the message (`message_id`) that it is"
                    + " about, for programs that gather logs.");

    static final List<Setting<?>> ALL = List.of(LEVEL, FILE, FORMAT);

    /** What was chosen. */
    public static LoggingSettings from(Settings settings) {
        String file = settings.get(FILE);
        return new LoggingSettings(
                settings.get(LEVEL),
                file.equals("stderr") ? Optional.empty() : Optional.of(Path.of(file)),
                settings.get(FORMAT));
    }

    private static Level level(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "nothing" -> Level.NOTHING;
            case "emergency", "alert", "critical", "error" -> Level.ERROR;
            case "warning" -> Level.WARNING;
            case "notice", "info" -> Level.INFO;
            case "debug" -> Level.DEBUG;
            case "database" -> Level.DATABASE;
            default -> ofBits(Integer.parseInt(lower));
        };
    }

    /** DBMail's bits: 1 emergency, 2 alert, 4 critical, 8 error, 16 warning, 32 notice, 64 info, 128 debug, 256 database. */
    private static Level ofBits(int bits) {
        if (bits < 0 || bits > 511) {
            throw new IllegalArgumentException();
        }
        return switch (Integer.highestOneBit(bits)) {
            case 0 -> Level.NOTHING;
            case 16 -> Level.WARNING;
            case 32, 64 -> Level.INFO;
            case 128 -> Level.DEBUG;
            case 256 -> Level.DATABASE;
            default -> Level.ERROR;
        };
    }
}
