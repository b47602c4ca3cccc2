package org.jdbmail.cli.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.settings.LoggingSettings;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends the log where the settings say. It is set up here and not in a file of Logback's, since an administrator has one
 * settings file already.
 */
public final class Logging {
    /** Libraries that tell more than an administrator wants to know. */
    private static final List<String> TALKATIVE = List.of("liquibase", "com.zaxxer.hikari", "org.apache.mina");

    /**
     * They log what they also throw, and we tell better: the I/O loops, to which a peer's reset is an error, and the loader
     * of SQLite, which shows a trace for each folder that it tries.
     */
    private static final List<String> REDUNDANT =
            List.of("org.apache.mina.core.service.IoProcessor", "org.sqlite.SQLiteJDBCLoader");

    /** Warns at every start of databases that are older than the newest; which ones we support is ours to test. */
    private static final String JOOQ = "org.jooq";

    private Logging() {}

    /** Only warnings and errors, to standard error: for programs that do one thing and end. */
    public static void quiet() throws Failure {
        apply(new LoggingSettings(LoggingSettings.Level.ERROR, Optional.empty(), LoggingSettings.Format.TEXT));
    }

    /** As the settings say; may be called again, which opens the file anew. */
    public static void apply(LoggingSettings settings) throws Failure {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
        OutputStreamAppender<ILoggingEvent> appender =
                settings.file().isPresent() ? file(settings.file().get()) : console();
        LayoutBase<ILoggingEvent> form = switch (settings.format()) {
            case TEXT -> new LogLayout();
            case JSON -> new JsonLayout();
        };
        // What goes to journald says in front how grave it is; a file has that in its lines.
        LayoutBase<ILoggingEvent> layout =
                settings.file().isEmpty() && Journal.isAt(System.getenv(Journal.STREAM), Journal.STANDARD_ERROR)
                        ? new Journal(form)
                        : form;
        form.setContext(context);
        form.start();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        Level level = level(settings.level());
        root.setLevel(level);
        boolean isEverything = settings.level() == LoggingSettings.Level.DATABASE;
        TALKATIVE.forEach(
                name -> context.getLogger(name).setLevel(isEverything || level == Level.OFF ? level : Level.WARN));
        REDUNDANT.forEach(name -> context.getLogger(name).setLevel(isEverything ? level : Level.OFF));
        RepeatFilter repeats = new RepeatFilter();
        repeats.setContext(context);
        repeats.start();
        context.addTurboFilter(repeats);
        context.getLogger(JOOQ).setLevel(isEverything || level == Level.OFF ? level : Level.ERROR);
    }

    private static Level level(LoggingSettings.Level level) {
        return switch (level) {
            case NOTHING -> Level.OFF;
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG, DATABASE -> Level.DEBUG;
        };
    }

    private static OutputStreamAppender<ILoggingEvent> console() {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        return console;
    }

    private static OutputStreamAppender<ILoggingEvent> file(Path path) throws Failure {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                PrivateFiles.makeFolders(folder);
            }
            PrivateFiles.make(path);
            // Logback would only tell itself that the file cannot be written.
            Files.newOutputStream(path, java.nio.file.StandardOpenOption.APPEND).close();
        } catch (IOException e) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    "the log cannot be written to " + path + " (" + e.getClass().getSimpleName()
                            + "); change logfile, or the permissions of its folder",
                    e);
        }
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(path.toString());
        return appender;
    }
}
