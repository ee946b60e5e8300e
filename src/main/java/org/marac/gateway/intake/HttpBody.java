package org.marac.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.marac.gateway.model.Bytes;

/** The body of a request, read within bounds: never more than the limit is kept, and nobody is waited for for ever. */
final class HttpBody {
    private static final int CHUNK = 16 * 1024;
    /** What packing may add to a body that cannot be packed, and to spare. */
    private static final int MORE_PACKED = 64 * 1024;

    private HttpBody() {}

    /** Why a body was not read. */
    enum Fault {
        /** Compressed in a way that is not taken. */
        UNKNOWN_ENCODING,
        /** Says it is gzip and is not, or ends before its end. */
        NOT_GZIP,
        /** Packed it is larger than anything that is taken can be. */
        TOO_LARGE,
        /** Took longer than anybody's line needs, fell silent, or left. */
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
    static Bytes plain(HttpServletRequest request, int limit) throws Unread {
        return read(request, false, limit, System::nanoTime);
    }

    /** The body without its {@code Content-Encoding}: gzip or none. The limit counts what comes out, so that no bomb goes off. */
    static Bytes decoded(HttpServletRequest request, int limit) throws Unread {
        return decoded(request, limit, System::nanoTime);
    }

    static Bytes decoded(HttpServletRequest request, int limit, LongSupplier nanos) throws Unread {
        Optional<String> encoding = Optional.ofNullable(request.getHeader("Content-Encoding"))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("identity"));
        if (encoding.isPresent() && !encoding.get().equals("gzip")) {
            throw new Unread(Fault.UNKNOWN_ENCODING);
        }
        return read(request, encoding.isPresent(), limit, nanos);
    }

    private static Bytes read(HttpServletRequest request, boolean packed, int limit, LongSupplier nanos) throws Unread {
        try (HttpWire wire = new HttpWire(request.getInputStream(), packed ? limit + MORE_PACKED : limit + 1L, nanos);
                InputStream body = packed ? new GZIPInputStream(wire, CHUNK) : wire) {
            return read(body, limit);
        } catch (HttpWire.Ended ended) {
            throw new Unread(ended.fault());
        } catch (ZipException | EOFException | StackOverflowError e) {
            // The library goes one level deeper for each part of nothing.
            throw new Unread(Fault.NOT_GZIP);
        } catch (IllegalStateException trailers) {
            // The server's own bounds for what may follow a body.
            throw new Unread(Fault.TOO_LARGE);
        } catch (IOException gone) {
            throw new Unread(Fault.TOO_SLOW);
        }
    }

    private static Bytes read(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (out.size() <= limit) {
            int read = in.read(chunk, 0, Math.min(CHUNK, limit + 1 - out.size()));
            if (read < 0) {
                break;
            }
            out.write(chunk, 0, read);
        }
        return Bytes.of(out.toByteArray());
    }
}
