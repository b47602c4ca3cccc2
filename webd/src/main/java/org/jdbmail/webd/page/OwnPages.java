package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Everybody's own account. */
public final class OwnPages {
    private final OwnAccount own;

    public OwnPages(OwnAccount own) {
        this.own = own;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page("/account", Who.SIGNED_IN, this::overview);
    }

    private WebAnswer overview(Visit visit) {
        Accounts.View view = own.view(visit.actor());
        List<Html> facts = new ArrayList<>();
        facts.add(Pieces.fact(visit.say("accounts.name"), Html.text(view.user().login())));
        facts.add(Pieces.fact(visit.say("accounts.used"), Pieces.quota(visit, view.user())));
        if (!view.aliases().isEmpty()) {
            facts.add(Pieces.fact(visit.say("accounts.aliases"), Html.text(String.join(", ", view.aliases()))));
        }
        facts.add(Pieces.fact(visit.say("accounts.last"), visit.shown().time(view.lastLogin())));
        return visit.page(
                visit.say("nav.account"),
                Tag.tag("div", "cards").with(Pieces.card(visit.say("overview"), Pieces.facts(facts))));
    }
}
