package org.jdbmail.cli.serve;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of a server: SIGTERM and Ctrl-C ask it to stop, within ten seconds, and a second time end it at once; SIGHUP asks it to read
 * again what can be read again. Java's own answer to SIGHUP is to end, so our launcher has it ignored until this class takes it.
 *
 * <p>The only way to see signals is {@code sun.misc.Signal}, which is exported for such uses but makes the compiler warn in a
 * way that cannot be switched off; so it is found by name, here and nowhere else.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** What a shell says of a process that SIGTERM ended. */
    private static final int ENDED_BY_SIGNAL = 143;

    /** A stop takes seven seconds and some at most; who takes longer, at the start or at the end, is not waited for. */
    private static final Duration PATIENCE = Duration.ofMillis(9_500);

    private static final String HANG_UP = "HUP";

    /** The number of SIGHUP, on every Unix. */
    private static final int SIGHUP = 1;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean wasAsked = new AtomicBoolean();
    private @Nullable Runnable reload;
    private boolean reloadIsDue;

    /**
     * A SIGHUP does not end this process any more. Before the settings are read there is nothing to read again, so that it need not
     * be remembered either.
     */
    public static void surviveHangUps() {
        handle(HANG_UP, () -> LOG.debug("SIGHUP came before there was anything to read again"));
    }

    /** Obeys from now on; a SIGHUP is remembered until it is known what to read again. */
    Signals() {
        handle("TERM", this::ask);
        handle("INT", this::ask);
        handle(HANG_UP, this::hangUp);
    }

    /**
     * What SIGHUP asks for, now that the servers are there; does it at once if one has come since the start.
     *
     * @param action may be carried out by several threads, one after the other
     */
    synchronized void onHangUp(Runnable action) {
        reload = action;
        if (reloadIsDue) {
            reloadIsDue = false;
            action.run();
        }
    }

    private synchronized void hangUp() {
        Runnable action = reload;
        if (action == null) {
            reloadIsDue = true;
        } else {
            action.run();
        }
    }

    private void ask() {
        if (wasAsked.getAndSet(true)) {
            LOG.warn("ended at once");
            Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
        }
        Thread.ofPlatform().name("stop-deadline").daemon().start(Signals::endInTime);
        stop.countDown();
    }

    /** Whatever holds up the stop, or the start, does not hold up the end. */
    private static void endInTime() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        LOG.warn("did not stop in time, and is ended");
        Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
    }

    /** Waits until the process is asked to stop. */
    void await() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // that is a wish to stop, too
        }
    }

    /**
     * {@code signal(SIGHUP, abs)}: Java does not take a signal that is ignored, and by default the signal ends the process, also in the
     * moment before Java takes it. So some function has it meanwhile that takes a number and changes nothing.
     */
    @SuppressWarnings("restricted") // the launcher allows it, and nothing else is called
    private static void stopIgnoringHangUps() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle signal = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        Object before = signal.invoke(SIGHUP, linker.defaultLookup().findOrThrow("abs"));
        LOG.trace("SIGHUP was left to {}", before);
    }

    /** {@code Signal.handle(new Signal(name), signal -> action.run())}. */
    private static void handle(String name, Runnable action) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            Object onSignal =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            Object named = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class))
                    .invoke(name);
            MethodHandle handle = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            Object before = handle.invoke(named, onSignal);
            Object ignored =
                    lookup.findStaticGetter(handler, "SIG_IGN", handler).invoke();
            if (name.equals(HANG_UP) && ignored.equals(before)) {
                stopIgnoringHangUps();
                before = handle.invoke(named, onSignal);
            }
            LOG.trace("SIG{} was handled by {}", name, before);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // what a method handle declares; none but a Java without this class is possible
            throw new LinkageError("this Java does not let programs see signals", e);
        }
    }
}
