package org.jdbmail.sql.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs in both spellings lead to the same place, and a password in one is never shown. */
class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:/var/lib/mail.db, SQLITE, jdbc:sqlite:/var/lib/mail.db",
        "jdbc:sqlite:mail.db, SQLITE, jdbc:sqlite:mail.db",
        "sqlite:///var/lib/mail.db, SQLITE, jdbc:sqlite:/var/lib/mail.db",
        "jdbc:postgresql://db/mail, POSTGRESQL, jdbc:postgresql://db/mail",
        "jdbc:postgresql:mail, POSTGRESQL, jdbc:postgresql://localhost/mail",
        "postgresql://db:5433/mail, POSTGRESQL, jdbc:postgresql://db:5433/mail",
        "'jdbc:postgresql://a:1,b:2/mail', POSTGRESQL, 'jdbc:postgresql://a:1,b:2/mail'",
        "postgres://db/mail, POSTGRESQL, jdbc:postgresql://db/mail",
        "jdbc:mysql://[::1]:3306/mail, MYSQL, jdbc:mysql://[::1]:3306/mail",
        "jdbc:mariadb://db/mail, MYSQL, jdbc:mysql://db/mail",
        "mysql://db:3306/mail, MYSQL, jdbc:mysql://db:3306/mail"
    })
    void bothSpellingsAreUnderstood(String text, DatabaseKind kind, String jdbcUrl) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        assertEquals(kind, url.kind());
        assertEquals(jdbcUrl, url.jdbcUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://bob:s%3Acr+t@db/mail",
                "jdbc:mysql://bob:s%3Acr+t@db/mail",
                "jdbc:postgresql://db/mail?user=bob&password=s%3Acr+t",
                "postgresql://bob:s%3Acr+t@db/mail?application-name=x"
            })
    void anAccountInTheUrlIsTakenOutOfItAndThePasswordNotShown(String text) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        assertEquals("bob", url.user());
        assertEquals("s:cr+t", url.password());
        assertFalse(url.toString().contains("cr"), url.toString());
        assertFalse(url.jdbcUrl().contains("cr"), url.jdbcUrl());
        assertFalse(DatabaseConfig.of(text).toString().contains("cr"));
    }

    @Test
    void aTildeIsTheHomeDirectory() {
        assertEquals(
                "jdbc:sqlite:" + System.getProperty("user.home") + "/mail.db",
                DatabaseUrl.parse("sqlite://~/mail.db").jdbcUrl());
    }

    @Test
    void aDburisParametersAreTranslatedAndThoseOfAJdbcUrlKept() {
        assertEquals(
                Map.of("sslMode", "REQUIRED"),
                DatabaseUrl.parse("mysql://db/mail?charset=utf8mb4&use-ssl=true")
                        .parameters());
        assertEquals(
                Map.of("sslmode", "verify-full"),
                DatabaseUrl.parse("jdbc:postgresql://db/mail?sslmode=verify-full")
                        .parameters());
        assertEquals(
                Map.of(), DatabaseUrl.parse("sqlite:///x.db?synchronous=off").parameters());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.db",
                "jdbc:",
                "jdbc:oracle:thin:@db",
                "oracle://bob:secret@db/mail",
                "http://bob:secret@db/mail",
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:postgresql://bob:secret@db",
                "jdbc:mysql:mail?password=secret",
                "mysql://bob:secret@db/mail?unix-socket=/run/mysqld.sock",
                "mysql://bob:%zzsecret@db/mail"
            })
    void whatIsNoUrlIsRefusedInOneLineWithoutThePassword(String text) {
        var refusal = assertThrows(DatabaseException.class, () -> DatabaseUrl.parse(text));
        assertEquals(Problem.BAD_URL, refusal.problem());
        String message = String.valueOf(refusal.getMessage());
        assertEquals(1, message.lines().count());
        assertFalse(message.contains("secret"), message);
        assertTrue(message.endsWith("."), message);
    }
}
