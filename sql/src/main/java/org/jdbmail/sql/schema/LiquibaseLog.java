package org.jdbmail.sql.schema;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends Liquibase's log to ours, one level down: what it calls information is detail here. */
final class LiquibaseLog extends AbstractLogService {

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Liquibase declares it
    public Logger getLog(Class type) {
        return new Slf4j(LoggerFactory.getLogger(type));
    }

    private static final class Slf4j extends AbstractLogger {

        private final org.slf4j.Logger log;

        Slf4j(org.slf4j.Logger log) {
            this.log = log;
        }

        @Override
        public void close() {
            // Nothing to close: slf4j's loggers live as long as the process.
        }

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable e) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                // It is also thrown, and told once where it is caught.
                log.debug(message, e);
            } else if (level.intValue() >= Level.WARNING.intValue()) {
                log.info(message, e);
            } else if (level.intValue() >= Level.INFO.intValue()) {
                log.debug(message, e);
            } else {
                log.trace(message, e);
            }
        }
    }
}
