package org.jdbmail.core.moving.compare;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.moving.source.Origins;
import org.jdbmail.core.moving.stored.StoredContents;
import org.jdbmail.core.moving.stored.StoredMailbox;
import org.jdbmail.core.moving.stored.StoredMessage;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two stores hold: accounts with their passwords, limits and aliases, scripts, mailboxes with their rights, and every
 * message with its bytes, flags, keywords and date. Whatever differs is told in a line that begins with where it is. {@code \Recent} belongs to sessions, and
 * is left out.
 */
public final class Comparison {
    /** Differences of one mailbox that are told. */
    private static final int TOLD = 10;

    private final Store one;
    private final Store other;
    private final boolean isNumbered;
    private final Consumer<String> differences;
    private final LongConsumer progress;
    private long count;

    /**
     * @param isNumbered whether UIDs and UIDVALIDITY must be the same, too
     * @param differences told each of them
     * @param progress told how many messages more were compared
     */
    public Comparison(Store one, Store other, boolean isNumbered, Consumer<String> differences, LongConsumer progress) {
        this.one = one;
        this.other = other;
        this.isNumbered = isNumbered;
        this.differences = differences;
        this.progress = progress;
    }

    /**
     * Compares accounts.
     *
     * @param logins their names; empty for all of both
     * @return how many differences there are
     */
    public long run(Collection<String> logins) throws IOException {
        TreeSet<String> names = new TreeSet<>(logins);
        if (logins.isEmpty()) {
            for (Store store : List.of(one, other)) {
                store.read(tx -> tx.users().list("*")).forEach(user -> names.add(user.login()));
                names.add(User.PUBLIC);
            }
        }
        for (String name : names) {
            Optional<User> here = one.read(tx -> tx.users().find(name));
            Optional<User> there = other.read(tx -> tx.users().find(name));
            if (here.isPresent() && there.isPresent()) {
                account(here.get(), there.get());
            } else if (here.isPresent() || there.isPresent()) {
                differ(name, "the account is only in the " + (here.isPresent() ? "first" : "second"));
            }
        }
        return count;
    }

    private void differ(String where, String what) {
        count++;
        differences.accept(where + ": " + what);
    }

    private void same(String where, String what, @Nullable Object here, @Nullable Object there) {
        if (!Objects.equals(here, there)) {
            differ(where, what + " is " + here + " in the first and " + there + " in the second");
        }
    }

    private void account(User here, User there) throws IOException {
        String login = here.login();
        same(login, "the limit", here.quota(), there.quota());
        same(login, "what counts against it", here.used(), there.used());
        same(login, "the client", here.clientId(), there.clientId());
        same(login, "active", here.active(), there.active());
        boolean isSamePassword = one.read(tx -> tx.users().login(login).map(found -> found.credential()))
                .equals(other.read(tx -> tx.users().login(login).map(found -> found.credential())));
        if (!isSamePassword) {
            differ(login, "the password is not the same");
        }
        same(login, "the list of aliases", one.read(tx -> aliases(tx, here)), other.read(tx -> aliases(tx, there)));
        if (!one.read(tx -> tx.sieveScripts().list(here.id()))
                .equals(other.read(tx -> tx.sieveScripts().list(there.id())))) {
            differ(login, "the Sieve scripts are not the same");
        }
        Map<String, Box> mine = one.read(tx -> boxes(tx, here));
        Map<String, Box> theirs = other.read(tx -> boxes(tx, there));
        TreeSet<String> names = new TreeSet<>(mine.keySet());
        names.addAll(theirs.keySet());
        for (String name : names) {
            Box box = mine.get(name);
            Box same = theirs.get(name);
            if (box != null && same != null) {
                mailbox(login + "/" + name, box, same);
            } else {
                differ(login + "/" + name, "the mailbox is only in the " + (box != null ? "first" : "second"));
            }
        }
    }

    private static List<String> aliases(Tx tx, User user) {
        return tx.aliases().deliveringTo(Long.toString(user.id())).stream()
                .map(Alias::alias)
                .sorted()
                .toList();
    }

    /** A mailbox and what is known of it. */
    private record Box(Mailbox mailbox, boolean subscribed, Map<String, String> grants) {}

    private static Map<String, Box> boxes(Tx tx, User user) {
        Map<Long, Boolean> subscribed = new HashMap<>();
        for (MailboxAccess access : tx.mailboxes().visibleTo(user.id())) {
            subscribed.put(access.mailbox().id(), access.subscribed());
        }
        Map<String, Box> boxes = new TreeMap<>();
        for (Mailbox mailbox : tx.mailboxes().ownedBy(user.id())) {
            Map<String, String> grants = new TreeMap<>();
            tx.accessLists()
                    .of(mailbox.id())
                    .forEach(entry -> grants.put(entry.login(), entry.rights().letters()));
            boxes.put(mailbox.name(), new Box(mailbox, subscribed.getOrDefault(mailbox.id(), false), grants));
        }
        return boxes;
    }

    private void mailbox(String where, Box here, Box there) throws IOException {
        same(where, "selectable", !here.mailbox.noSelect(), !there.mailbox.noSelect());
        same(where, "the special use", here.mailbox.specialUse(), there.mailbox.specialUse());
        same(where, "subscribed", here.subscribed, there.subscribed);
        same(where, "the list of rights", here.grants, there.grants);
        if (isNumbered) {
            same(where, "UIDVALIDITY", here.mailbox.id(), there.mailbox.id());
        }
        List<StoredMessage> mine = messages(one, here.mailbox);
        List<StoredMessage> theirs = messages(other, there.mailbox);
        List<String> myDigests = digests(one, mine);
        List<String> theirDigests = digests(other, theirs);
        progress.accept(Math.max(mine.size(), theirs.size()));
        if (!myDigests.equals(theirDigests)) {
            contents(where, new Listed(mine, myDigests), new Listed(theirs, theirDigests));
            return;
        }
        int told = 0;
        for (int i = 0; i < mine.size() && told < TOLD; i++) {
            long before = count;
            message(where + ": message " + (i + 1), mine.get(i), theirs.get(i));
            told += (int) (count - before);
        }
    }

    private void message(String where, StoredMessage here, StoredMessage there) {
        same(where, "the set of flags", words(here), words(there));
        same(where, "the date", here.internalDate(), there.internalDate());
        if (isNumbered) {
            same(where, "the UID", here.uid(), there.uid());
        }
    }

    private static String words(StoredMessage message) {
        List<String> words = new ArrayList<>();
        Arrays.stream(Flag.values()).filter(message.flags()::has).forEach(flag -> words.add(flag.imapName()));
        words.addAll(message.flags().keywords());
        return "(" + String.join(" ", words) + ")";
    }

    private record Listed(List<StoredMessage> messages, List<String> digests) {
        Map<String, Integer> counted() {
            Map<String, Integer> times = new HashMap<>();
            digests.forEach(digest -> times.merge(digest, 1, Integer::sum));
            return times;
        }
    }

    /** Tells which messages are in one only; or that they are in another order. */
    private void contents(String where, Listed here, Listed there) {
        long before = count;
        onlyIn(where, "first", here, there.counted());
        onlyIn(where, "second", there, here.counted());
        if (count == before) {
            differ(where, "the messages are the same, in another order");
        }
    }

    private void onlyIn(String where, String which, Listed listed, Map<String, Integer> others) {
        long missing = 0;
        for (int i = 0; i < listed.digests.size(); i++) {
            boolean isThere = others.merge(listed.digests.get(i), -1, Integer::sum) >= 0;
            if (!isThere && missing++ < TOLD) {
                differ(
                        where,
                        "the message with UID " + listed.messages.get(i).uid() + " is, with these bytes, only in the "
                                + which);
            }
        }
        if (missing > TOLD) {
            differ(where, "and " + (missing - TOLD) + " more are only in the " + which);
        }
    }

    private static List<StoredMessage> messages(Store store, Mailbox mailbox) {
        return store.read(tx -> StoredMailbox.read(tx, mailbox.id()))
                .orElseGet(() -> new StoredMailbox(new Messages.State(0, 1, 0), List.of()))
                .messages();
    }

    private static List<String> digests(Store store, List<StoredMessage> messages) throws IOException {
        Map<Long, String> byUid = new HashMap<>();
        StoredContents.each(store, messages, (message, bytes) -> {
            MessageDigest digest = Origins.sha256();
            bytes.update(digest, 0, bytes.size());
            byUid.put(message.uid(), HexFormat.of().formatHex(digest.digest()));
        });
        return messages.stream()
                .map(message -> byUid.getOrDefault(message.uid(), "no content"))
                .toList();
    }
}
