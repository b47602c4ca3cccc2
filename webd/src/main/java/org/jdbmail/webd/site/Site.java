package org.jdbmail.webd.site;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.WebAnswer;

/** All pages, each with whom it is for. */
public final class Site {
    /** Answers a visit. */
    @FunctionalInterface
    public interface Handler {
        /** @throws Refusal what was asked for can't be; a page tells why */
        WebAnswer answer(Visit visit);
    }

    /** Does what a form asks for. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it.
         *
         * @return the path of the page that is shown then
         * @throws Refusal what was asked for can't be; the form is shown again and tells why
         */
        String act(Visit visit);
    }

    /** A page or an action. */
    public record Route(String method, String pattern, Who who, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    /** Adds a page. */
    public Site page(String pattern, Who who, Handler page) {
        return add("GET", pattern, who, page);
    }

    /** Adds what is answered to a form in a way of its own. */
    public Site answer(String pattern, Who who, Handler handler) {
        return add("POST", pattern, who, handler);
    }

    /**
     * Adds what a form does.
     *
     * @param page what is shown again, with what was typed, where it can't be done
     */
    public Site action(String pattern, Who who, Handler page, Action action) {
        return add("POST", pattern, who, visit -> {
            try {
                return visit.go(action.act(visit));
            } catch (Refusal refusal) {
                return switch (refusal.reason()) {
                    case INVALID, ALREADY_EXISTS, LIMIT, OVER_QUOTA, TOO_BIG, IN_USE, READ_ONLY -> {
                        WebAnswer again = page.answer(visit.withTrouble(refusal));
                        yield new WebAnswer(Front.status(refusal), again.type(), again.headers(), again.body());
                    }
                    case NOT_FOUND, EXPUNGED, NO_PERMISSION, UNAVAILABLE, CORRUPT -> throw refusal;
                };
            }
        });
    }

    private Site add(String method, String pattern, Who who, Handler handler) {
        routes.add(new Route(method, pattern, who, handler));
        return this;
    }

    /** Every page and action. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Adds all of them behind a front. */
    public void addTo(Router router, Front front) {
        routes.forEach(route ->
                router.on(route.method(), route.pattern(), (request, parts) -> front.answer(route, request, parts)));
    }
}
