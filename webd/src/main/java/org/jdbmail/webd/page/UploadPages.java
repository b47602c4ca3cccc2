package org.jdbmail.webd.page;

import java.util.List;
import org.jdbmail.core.admin.AccountUpload;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Front;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Many accounts at once, from a table in a file or typed in. */
public final class UploadPages {
    private static final String HERE = "/admin/accounts/upload";
    private static final String EXAMPLE = """
            login,password,quota,aliases,active
            ada@example.org,correct horse battery,2G,info@example.org sales@example.org,yes""";

    private final AccountUpload upload;

    public UploadPages(AccountUpload upload) {
        this.upload = upload;
    }

    /** Adds them; before the pages of single accounts, whose paths have a number in that place. */
    public Site addTo(Site site) {
        return site.page(HERE, Who.DOMAIN_ADMINISTRATOR, visit -> page(visit, 200, Html.none()))
                .answer(HERE, Who.DOMAIN_ADMINISTRATOR, this::take);
    }

    private static WebAnswer page(Visit visit, int status, Html notice) {
        String typed = visit.request().method().equals("POST") ? visit.secret("table") : "";
        return visit.page(
                status,
                visit.say("upload.title"),
                notice,
                Tag.tag("section", "card")
                        .with(
                                Tag.tag("p").with(visit.say("upload.hint", AccountUpload.MOST)),
                                Tag.tag("pre").at("tabindex", "0").with(EXAMPLE),
                                visit.form(HERE)
                                        .at("enctype", "multipart/form-data")
                                        .with(
                                                Fields.of(visit, "file", "file", visit.say("upload.file"), "")
                                                        .html(),
                                                Tag.tag("div", "field")
                                                        .with(
                                                                Tag.tag("label")
                                                                        .at("for", "table")
                                                                        .with(visit.say("upload.text")),
                                                                Tag.tag("textarea")
                                                                        .at("id", "table")
                                                                        .at("name", "table")
                                                                        .at("rows", "8")
                                                                        .at("spellcheck", "false")
                                                                        .with(typed)),
                                                Fields.box("look", "1", visit.say("upload.look"), false),
                                                Tag.tag("button").with(visit.say("upload.button")))));
    }

    private WebAnswer take(Visit visit) {
        String table = visit.secret("file").isBlank() ? visit.secret("table") : visit.secret("file");
        AccountUpload.Read read = upload.read(visit.actor(), table);
        if (!read.faults().isEmpty()) {
            return page(visit, 400, faults(visit, read.faults()));
        }
        if (visit.isTicked("look")) {
            String said =
                    visit.say("upload.would", visit.shown().count(read.rows().size()));
            return page(
                    visit, 200, Tag.tag("p", "notice good").at("role", "status").with(said));
        }
        try {
            int made = upload.make(visit.actor(), read.rows());
            return visit.page(
                    visit.say("upload.title"),
                    Tag.tag("p", "notice good")
                            .at("role", "status")
                            .with(visit.say("upload.made", visit.shown().count(made))),
                    Tag.tag("p")
                            .with(Tag.tag("a", "button")
                                    .link("href", "/admin/accounts")
                                    .with(visit.say("nav.accounts"))));
        } catch (Refusal refusal) {
            return page(visit, Front.status(refusal), faults(visit, List.of(visit.told(refusal))));
        }
    }

    private static Html faults(Visit visit, List<String> faults) {
        return Tag.tag("div", "notice bad")
                .at("role", "alert")
                .with(
                        Tag.tag("p").with(visit.say("upload.nothing")),
                        Tag.tag("ul")
                                .with(faults.stream()
                                        .map(fault -> Tag.tag("li").with(fault))
                                        .toList()));
    }
}
