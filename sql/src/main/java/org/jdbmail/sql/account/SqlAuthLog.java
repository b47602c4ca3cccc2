package org.jdbmail.sql.account;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jdbmail.core.store.AuthLog;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.sql.jdbc.Db;

/**
 * The log of logins, over {@code dbmail_authlog}.
 *
 * <p>By hand: each login and logout writes it, which {@code ./x bench --only logins} measures.
 */
public final class SqlAuthLog implements AuthLog {
    private static final int NAME = 100;

    private final Db db;

    public SqlAuthLog(Db db) {
        this.db = db;
    }

    @Override
    public long opened(
            String login,
            String service,
            InetSocketAddress source,
            InetSocketAddress target,
            boolean failed,
            Instant when) {
        // What somebody said who is not known; PostgreSQL keeps no NUL, and what comes after in the journal would wait
        // for ever.
        String name = Texts.cut(login, NAME).replace('\0', '?');
        return db.insert(
                insert(),
                "id",
                name,
                service,
                when,
                when,
                address(source),
                source.getPort(),
                address(target),
                target.getPort(),
                failed ? "failed" : "active");
    }

    /** DBMail 3.2 had room for 16 characters of an address, and no upgrade of its has changed that. */
    private String insert() {
        String cut = db.dialect().cut("?", "{authlog}", "src_ip");
        return db.dialect().insertCutting()
                + " {authlog} (userid, service, login_time, logout_time, src_ip, src_port, dst_ip, dst_port, status)"
                + " VALUES (?, ?, ?, ?, " + cut + ", ?, " + cut + ", ?, ?)";
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    @Override
    public void closed(long id, long bytesReceived, long bytesSent, Instant when) {
        db.update(
                "UPDATE {authlog} SET logout_time = ?, status = 'closed', bytes_rx = ?, bytes_tx = ? WHERE id = ?",
                when,
                bytesReceived,
                bytesSent,
                id);
    }

    @Override
    public void seen(InetAddress address, Instant when) {
        String text = address.getHostAddress();
        String parameter = db.dialect().ipAddress("?");
        if (db.update("UPDATE {pbsp} SET since = ? WHERE ipnumber = " + parameter, when, text) == 0) {
            db.insert("INSERT INTO {pbsp} (since, ipnumber) VALUES (?, " + parameter + ")", "idnr", when, text);
        }
    }
}
