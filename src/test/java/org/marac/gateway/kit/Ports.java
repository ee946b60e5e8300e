package org.marac.gateway.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports nothing listens on: below those the system gives to outgoing connections, which would otherwise take one between
 * the look and the start of the server, and for each process that runs tests from a range of its own.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int EACH = 3_000;
    private static final int PROCESSES = 4;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

    private Ports() {}

    /** One that is free now and is given to nobody else in this process. */
    public static int free() {
        int range = FIRST + EACH * (Integer.getInteger("test.process", 0) % PROCESSES);
        for (int i = 0; i < EACH; i++) {
            int port = range + NEXT.getAndIncrement() % EACH;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next, then.
            }
        }
        throw new IllegalStateException("No port is free");
    }
}
