package org.marac.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.marac.gateway.model.Bytes;

/** The body of a request, read within bounds: never more than the limit is kept, and nobody is waited for for ever. */
final class HttpBody {
    /** As long as a whole body may take, however it trickles. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int CHUNK = 16 * 1024;

    private HttpBody() {}

    /** Why a body was not read. */
    enum Fault {
        /** Compressed in a way that is not taken. */
        UNKNOWN_ENCODING,
        /** Says it is gzip and is not, or ends before its end. */
        NOT_GZIP,
        /** Took longer than anybody's line needs. */
        TOO_SLOW
    }

    /** It could not be read. */
    static final class Unread extends Exception {
        private static final long serialVersionUID = 1;
        private final Fault fault;

        Unread(Fault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    /** The body as it is; of one larger than the limit only its beginning, one byte more than the limit. */
    static Bytes plain(HttpServletRequest request, int limit) throws IOException, Unread {
        return read(request.getInputStream(), limit);
    }

    /** The body without its {@code Content-Encoding}: gzip or none. The limit counts what comes out, so that no bomb goes off. */
    static Bytes decoded(HttpServletRequest request, int limit) throws IOException, Unread {
        Optional<String> encoding = Optional.ofNullable(request.getHeader("Content-Encoding"))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("identity"));
        if (encoding.isEmpty()) {
            return plain(request, limit);
        }
        if (!encoding.get().equals("gzip")) {
            throw new Unread(Fault.UNKNOWN_ENCODING);
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(request.getInputStream(), CHUNK)) {
            return read(unzipped, limit);
        } catch (ZipException | EOFException e) {
            throw new Unread(Fault.NOT_GZIP);
        }
    }

    private static Bytes read(InputStream in, int limit) throws IOException, Unread {
        long end = System.nanoTime() + LONGEST.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (out.size() <= limit) {
            int read = in.read(chunk, 0, Math.min(CHUNK, limit + 1 - out.size()));
            if (read < 0) {
                break;
            }
            out.write(chunk, 0, read);
            if (System.nanoTime() - end > 0) {
                throw new Unread(Fault.TOO_SLOW);
            }
        }
        return Bytes.of(out.toByteArray());
    }
}
