package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Shape.Kind.NUMBER;
import static org.jdbmail.webd.api.Shape.Kind.STRING;
import static org.jdbmail.webd.api.Shape.Kind.STRINGS;
import static org.jdbmail.webd.api.Shape.Kind.TIME;
import static org.jdbmail.webd.api.Shape.Kind.YES_NO;

/** What is sent to and answered by the {@link Operations}. */
final class Shapes {
    static final Shape ACCOUNT = Shape.named("Account")
            .with("id", NUMBER, "Its number.")
            .with("login", STRING, "Its name.")
            .with("active", YES_NO, "Whether it may log in and receive mail.")
            .with("quota", NUMBER, "Octets that it may keep; 0 for no limit.")
            .with("used", NUMBER, "Octets that it keeps.")
            .with("aliases", STRINGS, "Addresses that lead to it.")
            .maybe("lastLogin", TIME, "When it logged in last.");
    static final Shape ACCOUNTS = Shape.named("Accounts")
            .with(
                    "total",
                    NUMBER,
                    "How many there are in all; 10001 stands for more than 10,000 where nothing is searched for.")
            .list("accounts", ACCOUNT, "Some of them.");
    static final Shape NEW_ACCOUNT = Shape.named("NewAccount")
            .with("login", STRING, "Its name.")
            .with("password", STRING, "Its password.")
            .maybe("quota", NUMBER, "Octets that it may keep; 0 for no limit.");
    static final Shape CHANGE = Shape.named("AccountChange")
            .maybe("login", STRING, "Another name.")
            .maybe("quota", NUMBER, "Octets that it may keep; 0 for no limit.")
            .maybe("active", YES_NO, "Whether it may log in and receive mail.");
    static final Shape PASSWORD = Shape.named("Password").with("password", STRING, "The password.");
    static final Shape MADE = Shape.named("Made").with("id", NUMBER, "The number of what was made.");
    static final Shape ADDRESS = Shape.named("Address").with("address", STRING, "An address.");
    static final Shape ALIAS = Shape.named("Alias")
            .with("alias", STRING, "The address.")
            .with("target", STRING, "Where it leads: an account's number, or an address.");
    static final Shape ALIASES = Shape.named("Aliases")
            .with(
                    "total",
                    NUMBER,
                    "How many there are in all; 10001 stands for more than 10,000 where nothing is searched for.")
            .list("aliases", ALIAS, "Some of them.");
    static final Shape DOMAIN = Shape.named("Domain")
            .with("name", STRING, "Its name.")
            .with("aliasOf", STRING, "The domain that it is another name of; empty for none.")
            .with("accounts", NUMBER, "Accounts that it has.")
            .with("mostAccounts", NUMBER, "Accounts that it may have; 0 for no limit.")
            .with("aliases", NUMBER, "Aliases that it has.")
            .with("mostAliases", NUMBER, "Aliases that it may have; 0 for no limit.")
            .with("used", NUMBER, "Octets that its accounts keep together.")
            .with("quota", NUMBER, "Octets that they may keep together; 0 for no limit.")
            .with("administrators", STRINGS, "Logins of who administers it.");
    static final Shape DOMAINS = Shape.named("Domains").list("domains", DOMAIN, "All of them.");
    static final Shape LIMITS = Shape.named("DomainLimits")
            .maybe("aliasOf", STRING, "The domain that it is another name of; empty for none.")
            .maybe("mostAccounts", NUMBER, "Accounts that it may have; 0 for no limit.")
            .maybe("mostAliases", NUMBER, "Aliases that it may have; 0 for no limit.")
            .maybe("quota", NUMBER, "Octets that its accounts may keep together; 0 for no limit.");
    static final Shape FORWARDS = Shape.named("Forwards").with("forwards", STRINGS, "The addresses.");
    static final Shape REPLY = Shape.named("Reply")
            .with("first", STRING, "The first day, as 2027-12-31.")
            .with("last", STRING, "The last day.")
            .with("text", STRING, "What is answered.");
    static final Shape APP_PASSWORD = Shape.named("AppPassword")
            .with("name", STRING, "What it is for.")
            .with("services", STRINGS, "What it lets in to; none for everything but the web.")
            .maybe("expires", TIME, "When it ends.")
            .maybe("lastUsed", TIME, "When it was used last.");
    static final Shape APP_PASSWORDS = Shape.named("AppPasswords").list("appPasswords", APP_PASSWORD, "All of them.");
    static final Shape NEW_APP_PASSWORD = Shape.named("NewAppPassword")
            .with("name", STRING, "What it is for.")
            .maybe("services", STRINGS, "What it lets in to: imap, pop3, sieve, smtp.")
            .maybe("last", STRING, "The last day on which it is taken, as 2027-12-31.");

    private Shapes() {}
}
