package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Presence;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.junit.jupiter.api.Test;

/** A page of the administration takes as many statements, and reads as many rows, for few accounts as for many. */
class PageCostTest {
    private static final int FEW = 60;
    private static final int MANY = 300;

    /** Their rows are those of a page, whatever there is beside. */
    private static final List<String> PAGES = List.of(
            "/admin",
            "/admin/accounts",
            "/admin/accounts?q=user&sort=used&down=1",
            "/admin/aliases",
            "/admin/aliases?q=alias",
            "/admin/changes",
            "/admin/logins?q=user1@example.org",
            "/admin/domains",
            "/admin/domains/example.org",
            "/admin/doctor",
            "/admin/store?count=1",
            "/admin/queue",
            "/admin/bans",
            "/admin/sessions",
            "/admin/sessions?sort=since&down=1",
            "/admin/sessions?q=imap&sort=server",
            "/admin/changes?q=user&sort=subject",
            "/admin/settings",
            "/admin/store",
            "/account");

    private record Cost(String page, int statements, int rows) {}

    private static void fill(WebFixture web, int accounts) {
        web.store.write(tx -> {
            Instant now = Instant.now();
            tx.presence().alive(new Presence.Host("cost", "mx1", 1, now), now.plusSeconds(3_600));
            for (int i = 0; i < accounts; i++) {
                long id = tx.users().create("user" + i + "@example.org", new Credential("x", "md5"), 0, 0);
                tx.presence().begun("cost", List.of(new Presence.Session(i, id, "imap", "192.0.2.1", 1, now)));
                tx.aliases().add(new Alias("alias" + i + "@example.org", Long.toString(id), 0));
                tx.audit().note(new Audit.Entry(Instant.now(), "root", "", "account.add", "user" + i, ""));
            }
            return accounts;
        });
    }

    /** What pages cost beside that many accounts, each in a server that has found out nothing before. */
    private static List<Cost> costs(int accounts) throws IOException {
        try (WebFixture web = new WebFixture()) {
            web.administrator("root@example.org");
            fill(web, accounts);
            List<Cost> costs = new ArrayList<>();
            for (String page : PAGES) {
                Browser root = web.new Browser().signedIn("root@example.org");
                web.counter.clear();
                Got got = root.get(page);
                costs.add(new Cost(page, web.counter.statements().size(), web.counter.rows()));
                assertEquals(200, got.status(), page);
            }
            return costs;
        }
    }

    @Test
    void manyAccountsCostAPageNoMoreThanFew() throws IOException {
        List<Cost> few = costs(FEW);
        assertEquals(few, costs(MANY));
        assertTrue(few.stream().allMatch(cost -> cost.statements() <= 16), few.toString());
    }
}
