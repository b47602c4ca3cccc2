package org.jdbmail.core.reception;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.table.TableName;

/** One word of a list of restrictions, with the meaning that Postfix gives it. */
public sealed interface Restriction {
    /** Words without an argument. */
    enum Word implements Restriction {
        PERMIT,
        REJECT,
        DEFER,
        PERMIT_MYNETWORKS,
        PERMIT_SASL_AUTHENTICATED,
        PERMIT_TLS_CLIENTCERTS,
        PERMIT_TLS_ALL_CLIENTCERTS,
        PERMIT_INET_INTERFACES,
        PERMIT_AUTH_DESTINATION,
        REJECT_UNAUTH_DESTINATION,
        DEFER_UNAUTH_DESTINATION,
        REJECT_UNLISTED_RECIPIENT,
        REJECT_UNAUTH_PIPELINING,
        REJECT_UNKNOWN_CLIENT_HOSTNAME,
        REJECT_UNKNOWN_REVERSE_CLIENT_HOSTNAME,
        REJECT_INVALID_HELO_HOSTNAME,
        REJECT_NON_FQDN_HELO_HOSTNAME,
        REJECT_UNKNOWN_HELO_HOSTNAME,
        REJECT_NON_FQDN_SENDER,
        REJECT_UNKNOWN_SENDER_DOMAIN,
        REJECT_NON_FQDN_RECIPIENT,
        REJECT_UNKNOWN_RECIPIENT_DOMAIN,
        REJECT_UNLISTED_SENDER,
        REJECT_SENDER_LOGIN_MISMATCH,
        REJECT_AUTHENTICATED_SENDER_LOGIN_MISMATCH,
        REJECT_UNAUTHENTICATED_SENDER_LOGIN_MISMATCH,
        /** Not one of Postfix's: greylisting, which Postfix leaves to policy servers. */
        GREYLIST
    }

    /**
     * Asks a block list for something.
     *
     * @param what for what
     * @param zone the list's domain
     * @param answer the address that counts; empty for any
     * @param isWelcome whether whoever is listed is welcome
     */
    record BlockList(Subject what, String zone, String answer, boolean isWelcome) implements Restriction {}

    /**
     * Looks something up in a table whose values say what to do.
     *
     * @param what what is looked up
     */
    record Access(Subject what, TableName table) implements Restriction {}

    /**
     * Asks a policy service what to do.
     *
     * @param patience how long it may take; empty for as long as the settings say
     * @param ifAway what is done where it is away or takes too long, in the words of access(5); empty for what the settings say
     * @param context told with each question
     */
    record Policy(ServicePlace place, Optional<Duration> patience, Optional<String> ifAway, String context)
            implements Restriction {}

    /** What would be refused by a restriction is only written into the log: Postfix's {@code warn_if_reject}. */
    record Warned(Restriction what) implements Restriction {}

    /** What lists and tables are asked for. */
    enum Subject {
        CLIENT,
        HELO,
        SENDER,
        RECIPIENT
    }

    /**
     * Reads a list: words with blanks or commas between them, some of which have an argument behind them.
     *
     * @throws IllegalArgumentException with the word that is not understood
     */
    static List<Restriction> parse(String text) {
        List<Restriction> all = new ArrayList<>();
        String[] words = text.strip().split("[\\s,]+");
        boolean isWarned = false;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.isEmpty()) {
                continue;
            }
            if (word.equals("warn_if_reject")) {
                isWarned = true;
                continue;
            }
            if (word.equals("check_policy_service") && i + 1 < words.length && words[i + 1].startsWith("{")) {
                int end = i + 1;
                while (end < words.length && !words[end].endsWith("}")) {
                    end++;
                }
                if (end == words.length) {
                    throw new IllegalArgumentException("{ without }");
                }
                String inside = String.join(" ", List.of(words).subList(i + 1, end + 1));
                Restriction next = policy(inside.substring(1, inside.length() - 1));
                all.add(isWarned ? new Warned(next) : next);
                isWarned = false;
                i = end;
                continue;
            }
            boolean hasArgument = word.startsWith("check_")
                    || word.contains("_rbl_")
                    || word.contains("_rhsbl_")
                    || word.equals("permit_dnswl_client");
            if (hasArgument && i + 1 == words.length) {
                throw new IllegalArgumentException(word + " needs an argument");
            }
            Restriction next = hasArgument ? of(word, words[++i]) : of(word);
            all.add(isWarned ? new Warned(next) : next);
            isWarned = false;
        }
        if (isWarned) {
            throw new IllegalArgumentException("warn_if_reject needs a restriction behind it");
        }
        return List.copyOf(all);
    }

    private static Restriction of(String word) {
        for (Word known : Word.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
                return known;
            }
        }
        throw new IllegalArgumentException(word + " is no restriction");
    }

    private static Restriction of(String word, String argument) {
        return switch (word) {
            case "reject_rbl_client" -> list(Subject.CLIENT, argument, false);
            case "reject_rhsbl_helo" -> list(Subject.HELO, argument, false);
            case "reject_rhsbl_sender" -> list(Subject.SENDER, argument, false);
            case "reject_rhsbl_recipient" -> list(Subject.RECIPIENT, argument, false);
            case "permit_dnswl_client" -> list(Subject.CLIENT, argument, true);
            case "check_client_access" -> new Access(Subject.CLIENT, TableName.parse(argument));
            case "check_helo_access" -> new Access(Subject.HELO, TableName.parse(argument));
            case "check_sender_access" -> new Access(Subject.SENDER, TableName.parse(argument));
            case "check_policy_service" -> policy(argument);
            case "check_recipient_access" -> new Access(Subject.RECIPIENT, TableName.parse(argument));
            default -> throw new IllegalArgumentException(word + " is no restriction");
        };
    }

    /** A place, and behind it what holds for this service alone: {@code timeout=10s}, {@code default_action=DUNNO}, {@code policy_context=word}. */
    private static Policy policy(String text) {
        String[] words = text.strip().split("\\s+");
        Policy policy = new Policy(
                ServicePlace.parse(words[0])
                        .orElseThrow(() -> new IllegalArgumentException(
                                "check_policy_service needs inet:host:port or unix:/path")),
                Optional.empty(),
                Optional.empty(),
                "");
        for (String word : List.of(words).subList(1, words.length)) {
            String value = word.substring(word.indexOf('=') + 1);
            policy = switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
                case "timeout" -> new Policy(policy.place, Optional.of(time(value)), policy.ifAway, policy.context);
                case "default_action" ->
                    new Policy(policy.place, policy.patience, Optional.of(action(value)), policy.context);
                case "policy_context" -> new Policy(policy.place, policy.patience, policy.ifAway, value);
                default -> throw new IllegalArgumentException(word + " is not known of a policy service");
            };
        }
        return policy;
    }

    /** Postfix's way to write a length of time. */
    private static Duration time(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[smh]?")) {
            throw new IllegalArgumentException(text + " is no length of time");
        }
        long number = Long.parseLong(text.replaceAll("[smh]", ""));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /**
     * An action of access(5).
     *
     * @throws IllegalArgumentException if it is none
     */
    static String action(String text) {
        AccessAction.parse(text);
        return text;
    }

    private static Restriction list(Subject what, String argument, boolean isWelcome) {
        int equals = argument.indexOf('=');
        return equals < 0
                ? new BlockList(what, argument, "", isWelcome)
                : new BlockList(what, argument.substring(0, equals), argument.substring(equals + 1), isWelcome);
    }
}
