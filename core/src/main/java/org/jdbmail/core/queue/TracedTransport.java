package org.jdbmail.core.queue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.watch.About;
import org.jdbmail.core.watch.Tracer;

/** A way by which mail leaves, of which each attempt is told. */
public final class TracedTransport implements Transport {
    private final Transport transport;
    private final Tracer tracer;

    public TracedTransport(Transport transport, Tracer tracer) {
        this.transport = transport;
        this.tracer = tracer;
    }

    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        return tracer.in(
                "send",
                Map.of(
                        About.MESSAGE,
                        mail.origin(),
                        "recipients",
                        Integer.toString(mail.recipients().size())),
                () -> transport.send(mail, content));
    }

    @Override
    public Set<String> lanes(QueuedMail mail) {
        return transport.lanes(mail);
    }

    @Override
    public int limit(String lane) {
        return transport.limit(lane);
    }

    @Override
    public Optional<SendResult.Failed> rest(String lane) {
        return transport.rest(lane);
    }

    @Override
    public void close() {
        transport.close();
    }
}
