package org.jdbmail.sql.database;

import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.impl.IdentityConverter;
import org.jspecify.annotations.Nullable;

/**
 * How a time (UTC, without a zone, whole seconds) travels to and from its column. jOOQ's own way leads through
 * {@link java.sql.Timestamp}, which reads it in the process's time zone and loses the hour that a summer's beginning skips.
 * On SQLite a time is text as DBMail writes it, {@code 2026-11-20 20:41:08}, so that texts compare as times do. MySQL would
 * round a fraction of a second up: none is sent.
 */
public final class TimeBinding implements Binding<LocalDateTime, LocalDateTime> {

    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final int TEXT_LENGTH = 19;

    @Override
    public Converter<LocalDateTime, LocalDateTime> converter() {
        return new IdentityConverter<>(LocalDateTime.class);
    }

    @Override
    public void sql(BindingSQLContext<LocalDateTime> ctx) {
        LocalDateTime value = ctx.value();
        if (ctx.render().paramType() == ParamType.INLINED) {
            ctx.render().sql(value == null ? "null" : "'" + TEXT.format(value) + "'");
        } else {
            ctx.render().sql(ctx.variable());
        }
    }

    @Override
    public void set(BindingSetStatementContext<LocalDateTime> ctx) throws SQLException {
        LocalDateTime value = ctx.value();
        if (value == null) {
            ctx.statement().setNull(ctx.index(), Types.TIMESTAMP);
        } else if (ctx.family() == SQLDialect.SQLITE) {
            ctx.statement().setString(ctx.index(), TEXT.format(value));
        } else {
            ctx.statement().setObject(ctx.index(), value.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Override
    public void get(BindingGetResultSetContext<LocalDateTime> ctx) throws SQLException {
        ctx.value(
                ctx.family() == SQLDialect.SQLITE
                        ? parse(ctx.resultSet().getString(ctx.index()))
                        : ctx.resultSet().getObject(ctx.index(), LocalDateTime.class));
    }

    /** SQLite's text as a time; null for none and for what is none, as DBMail's default of "0". */
    static @Nullable LocalDateTime parse(@Nullable String text) {
        if (text == null || text.length() < TEXT_LENGTH) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.substring(0, TEXT_LENGTH).replace('T', ' '), TEXT);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public void register(BindingRegisterContext<LocalDateTime> ctx) {
        throw procedures();
    }

    @Override
    public void get(BindingGetStatementContext<LocalDateTime> ctx) {
        throw procedures();
    }

    @Override
    public void set(BindingSetSQLOutputContext<LocalDateTime> ctx) {
        throw procedures();
    }

    @Override
    public void get(BindingGetSQLInputContext<LocalDateTime> ctx) {
        throw procedures();
    }

    private static IllegalStateException procedures() {
        return new IllegalStateException("Stored procedures and object types are not used here.");
    }
}
