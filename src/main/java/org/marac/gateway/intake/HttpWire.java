package org.marac.gateway.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body as it comes from the network, counted and timed there: what unpacks to nothing for ever would otherwise never be
 * noticed where the unpacked bytes are counted.
 */
final class HttpWire extends FilterInputStream {
    /** As long as a whole body may take, however it trickles. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private final long begun;
    private long room;

    /**
     * @param most how many bytes are read of it
     * @param nanos the time that passes
     */
    HttpWire(InputStream in, long most, LongSupplier nanos) {
        super(in);
        this.room = most;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** It is read no further. */
    static final class Ended extends IOException {
        private static final long serialVersionUID = 1;
        private final HttpBody.Fault fault;

        Ended(HttpBody.Fault fault) {
            super(fault.name());
            this.fault = fault;
        }

        HttpBody.Fault fault() {
            return fault;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int read = super.read(to, from, length);
        room -= Math.max(read, 0);
        if (room < 0) {
            throw new Ended(HttpBody.Fault.TOO_LARGE);
        }
        // What has come to its end has come in time.
        if (read >= 0 && nanos.getAsLong() - begun > LONGEST.toNanos()) {
            throw new Ended(HttpBody.Fault.TOO_SLOW);
        }
        return read;
    }

    /** Nothing is left unread on purpose, and nothing closed: the server may read on. */
    @Override
    public void close() {}
}
