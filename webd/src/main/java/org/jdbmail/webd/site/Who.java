package org.jdbmail.webd.site;

import org.jdbmail.core.admin.SignIns.SignedIn;

/** For whom a page is. */
public enum Who {
    /** Everybody, signed in or not. */
    ANYBODY,
    /** Who gave a password and must give the code of the second factor still. */
    HALF_SIGNED_IN,
    /** Who is signed in, for what is its own. */
    SIGNED_IN,
    /** Who administers anything: domains, or everything. */
    DOMAIN_ADMINISTRATOR,
    /** Who administers everything. */
    ADMINISTRATOR;

    /** Whether it is for somebody who is signed in. */
    boolean lets(SignedIn somebody) {
        return switch (this) {
            case ANYBODY -> true;
            case HALF_SIGNED_IN -> !somebody.isWhole();
            case SIGNED_IN -> somebody.isWhole();
            case DOMAIN_ADMINISTRATOR -> somebody.isWhole() && somebody.actor().administers();
            case ADMINISTRATOR -> somebody.isWhole() && somebody.actor().isAdministrator();
        };
    }
}
