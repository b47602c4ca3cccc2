package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.moving.intake.Importer;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While messages of an import are stored, the next are read and taken apart. */
final class ImportAheadTest extends StoreContract {
    /** Messages of three transactions. */
    private static final int AHEAD = 3 * 250;

    private static final int COUNT = 1_000;

    private record Numbered(int number, CountDownLatch left) implements SourceMessage {
        @Override
        public AboutMessage about() {
            String name = "message " + number;
            return new AboutMessage(name, 0, FlagSet.NONE, false, DATE, "", 100, name);
        }

        @Override
        public MessageBytes read() {
            left.countDown();
            return MessageBytes.of(("Subject: " + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private record Box(List<SourceMessage> messages) implements SourceMailbox {
        @Override
        public AboutMailbox about() {
            return AboutMailbox.named("Brought");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theNextAreReadWhileOthersAreStored(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        User owner = store.read(tx -> tx.users().find(account.user())).orElseThrow();
        CountDownLatch read = new CountDownLatch(AHEAD);
        List<SourceMessage> messages = new ArrayList<>();
        IntStream.range(0, COUNT).forEach(number -> messages.add(new Numbered(number, read)));
        List<Boolean> wereRead = new ArrayList<>();
        Store watched = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                    if (method.getName().equals("takeIn")) {
                        wereRead.add(read.await(30, TimeUnit.SECONDS));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        Importer.Outcome outcome =
                new Importer(watched, complaint -> {}, count -> {}).bring(owner, List.of(new Box(messages)));
        assertEquals(COUNT, outcome.brought());
        assertTrue(wereRead.stream().allMatch(each -> each), wereRead.toString());
    }
}
