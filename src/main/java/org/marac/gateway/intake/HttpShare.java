package org.marac.gateway.intake;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.marac.gateway.model.Digest;

/**
 * One certificate has so many requests worked on at once at the doors over HTTPS, and no more: who sends slowly, or much, keeps
 * its own share of the threads busy and nobody else's. What is left of a body is read here too, while it still counts.
 */
public final class HttpShare extends HttpFilter {
    private static final long serialVersionUID = 1;
    static final int AT_ONCE = 32;
    private static final int CHUNK = 16 * 1024;

    private final int maximumBytes;
    private final transient ConcurrentMap<Digest, Integer> running = new ConcurrentHashMap<>();

    /** @param maximumBytes how much of a body that nobody wanted is read, so that its sender reads the answer */
    public HttpShare(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Digest certificate = PeerCertificate.of(request);
        if (!enter(certificate)) {
            full(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
            rest(request);
        } finally {
            running.computeIfPresent(certificate, (same, now) -> now == 1 ? null : now - 1);
        }
    }

    private boolean enter(Digest certificate) {
        boolean[] entered = {true};
        running.compute(certificate, (same, now) -> {
            int before = now == null ? 0 : now;
            entered[0] = before < AT_ONCE;
            return entered[0] ? Integer.valueOf(before + 1) : now;
        });
        return entered[0];
    }

    private static void full(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().startsWith("/fhir")) {
            response.setHeader("Retry-After", "1");
            FhirAnswer.unavailable().write(request, response);
        } else {
            RestDoor.write(response, RestProblem.tooMany(1));
        }
    }

    /** Within bounds; what comes after them ends the connection. */
    private void rest(HttpServletRequest request) {
        // Who waits to be asked for the body is not asked.
        if (request.getHeader("Expect") != null) {
            return;
        }
        try (InputStream wire = new HttpWire(request.getInputStream(), maximumBytes, System::nanoTime)) {
            byte[] chunk = new byte[CHUNK];
            int read = 0;
            while (read >= 0) {
                read = wire.read(chunk, 0, CHUNK);
            }
        } catch (IOException | RuntimeException broken) {
            // It is too much, or its sender has left, or it is none: nothing more is read, and the server ends the
            // connection.
            return;
        }
    }
}
