package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.store.Paging;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.site.Visit;

/** Tables with their search, their order and their pages. */
final class Lists {
    /** Rows of a page. */
    static final int MOST = 50;

    private static final int MOST_PAGES = 1_000_000;

    private Lists() {}

    /** A column: its heading, and by what its heading sorts; empty for not at all. */
    record Column(String heading, String order) {
        static Column plain(String heading) {
            return new Column(heading, "");
        }
    }

    /** How many rows are passed over. */
    static int offset(Visit visit) {
        return visit.parameter("page", MOST_PAGES) * MOST;
    }

    /** Whether the last is to be first. */
    static boolean isDescending(Visit visit) {
        return visit.parameter("down").equals("1");
    }

    /** A box for what is looked for, beside what else can be done. */
    static Html search(Visit visit, String path, Html... beside) {
        return Tag.tag("div", "bar-above")
                .with(Tag.tag("form")
                        .at("method", "get")
                        .at("role", "search")
                        .link("action", path)
                        .with(
                                Tag.tag("input")
                                        .at("type", "search")
                                        .at("name", "q")
                                        .at("value", visit.parameter("q"))
                                        .at("aria-label", visit.say("search"))
                                        .at("placeholder", visit.say("search")),
                                Tag.tag("button").at("class", "quiet").with(visit.say("search"))))
                .with(Arrays.asList(beside));
    }

    /** More columns than a phone shows below each other: such a table is moved sideways there. */
    private static final int MOST_STACKED = 7;

    /** From so many columns on a table is written a little smaller. */
    private static final int MANY = 6;

    /** A table; its rows are elements {@code tr}, as {@link #row} makes them. On a phone each row is a list of names and values. */
    static Html table(Visit visit, String path, List<Column> columns, List<Tag> rows, String ifNone) {
        return table(visit, path, visit.say("table"), columns, rows, ifNone);
    }

    /** One of several tables of a page, told from the others by what it is called. */
    static Html table(Visit visit, String path, String called, List<Column> columns, List<Tag> rows, String ifNone) {
        if (rows.isEmpty()) {
            return Tag.tag("p", "none").with(ifNone);
        }
        List<Tag> heads = new ArrayList<>();
        for (Column column : columns) {
            heads.add(head(visit, path, column));
        }
        boolean isStacked = columns.size() <= MOST_STACKED;
        String many = columns.size() >= MANY ? " many" : "";
        return Tag.tag("div", (isStacked ? "scroll stacked" : "scroll") + many)
                .at("tabindex", "0")
                .at("role", "region")
                .at("aria-label", called)
                .with(Tag.tag("table")
                        .with(
                                Tag.tag("thead").with(Tag.tag("tr").with(heads)),
                                Tag.tag("tbody")
                                        .with(rows.stream()
                                                .map(row -> isStacked ? labelled(row, columns) : row)
                                                .toList())));
    }

    /** The row with the name of its column at each cell, where the column has one. */
    private static Tag labelled(Tag row, List<Column> columns) {
        List<Html> cells = new ArrayList<>();
        for (int i = 0; i < row.pieces().size(); i++) {
            Html cell = row.pieces().get(i);
            String heading = i < columns.size() ? columns.get(i).heading() : "";
            cells.add(
                    cell instanceof Tag tag && tag.name().equals("td") && !heading.isEmpty()
                            ? tag.at("data-label", heading)
                            : cell);
        }
        return new Tag(row.name(), row.attributes(), cells);
    }

    private static Tag head(Visit visit, String path, Column column) {
        Tag head = Tag.tag("th").at("scope", "col");
        if (column.order().isEmpty()) {
            return column.heading().isEmpty() ? Tag.tag("td") : head.with(column.heading());
        }
        boolean isThis = visit.parameter("sort").equals(column.order());
        boolean down = isThis && !isDescending(visit);
        Tag link = Tag.tag("a")
                .link(
                        "href",
                        Paths.with(path, "q", visit.parameter("q"), "sort", column.order(), "down", down ? "1" : ""))
                .with(column.heading());
        return isThis
                ? head.at("aria-sort", isDescending(visit) ? "descending" : "ascending")
                        .with(link)
                : head.with(link);
    }

    /** A row of cells. */
    static Tag row(Html... cells) {
        return Tag.tag("tr").with(Arrays.stream(cells).map(Lists::cell).toList());
    }

    private static Html cell(Html content) {
        return content instanceof Tag tag
                        && (tag.name().equals("td") || tag.name().equals("th"))
                ? tag
                : Tag.tag("td").with(content);
    }

    /** A cell with a number. */
    static Tag number(String text) {
        return Tag.tag("td", "number").with(text);
    }

    /** Which part of the whole is shown, with ways to the others. */
    static Html pager(Visit visit, String path, long total, int shown) {
        int page = visit.parameter("page", MOST_PAGES);
        long from = (long) page * MOST;
        return Tag.tag("nav", "pager")
                .at("aria-label", visit.say("pages"))
                .with(
                        Tag.tag("span")
                                .with(
                                        shown == 0
                                                ? ""
                                                : visit.say(
                                                        "pages.of",
                                                        visit.shown().count(from + 1),
                                                        visit.shown().count(from + shown),
                                                        all(visit, total))),
                        Html.when(page > 0, step(visit, path, page - 1, "pages.before")),
                        Html.when(
                                from + shown < total && shown > 0 || Paging.isMore(total) && shown == MOST,
                                step(visit, path, page + 1, "pages.after")));
    }

    private static String all(Visit visit, long total) {
        return Paging.isMore(total)
                ? visit.say("pages.more-than", visit.shown().count(Paging.COUNTED))
                : visit.shown().count(total);
    }

    /** The ways to the pages before and after, where nobody counts how many there are. */
    static Html pager(Visit visit, String path, boolean hasMore) {
        int page = visit.parameter("page", MOST_PAGES);
        return Tag.tag("nav", "pager")
                .at("aria-label", visit.say("pages"))
                .with(
                        Html.when(page > 0, step(visit, path, page - 1, "pages.before")),
                        Html.when(hasMore, step(visit, path, page + 1, "pages.after")));
    }

    private static Html step(Visit visit, String path, int page, String key) {
        return Tag.tag("a", "button quiet")
                .link(
                        "href",
                        Paths.with(
                                path,
                                "q",
                                visit.parameter("q"),
                                "sort",
                                visit.parameter("sort"),
                                "down",
                                visit.parameter("down"),
                                "page",
                                page == 0 ? "" : Integer.toString(page)))
                .with(visit.say(key));
    }
}
