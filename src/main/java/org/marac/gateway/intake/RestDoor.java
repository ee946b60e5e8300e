package org.marac.gateway.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The REST door, {@code /api/v1}: messages in, what became of them, and the mailbox of agencies that can only call out. Mutual
 * TLS; what is wrong is answered with problem details (RFC 9457). Documented by {@code /api/v1/openapi.json}.
 */
public final class RestDoor extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(RestDoor.class);
    private static final String OPENAPI = "agencies.openapi.json";
    private static final String JSON = "application/json";
    private static final String CMS = "application/pkcs7-mime";

    private final transient RestMessages messages;
    private final transient RestMailbox mailbox;
    private final transient RestCallers callers;
    private final transient RateLimit rate;
    private final transient List<Route> routes = new ArrayList<>();

    /**
     * @param messages messages in, and what became of them
     * @param rows tables in
     * @param mailbox what waits
     * @param callers who calls
     * @param perMinute how many requests a minute one certificate may make
     */
    public RestDoor(RestMessages messages, RestRows rows, RestMailbox mailbox, RestCallers callers, int perMinute) {
        this.messages = messages;
        this.mailbox = mailbox;
        this.callers = callers;
        this.rate = new RateLimit(perMinute);
        String id = "/([A-Za-z0-9._:-]{1,128})";
        String number = "/([0-9]{1,18})";
        on("GET", "/openapi\\.json", (request, path) -> Reply.of(200, JSON, document()));
        on(
                "POST",
                "/messages",
                (request, path) -> RestRows.isTable(request) ? rows.take(request) : this.messages.take(request));
        on("GET", "/messages" + id, (request, path) -> this.messages.outcome(request, path.group(1)));
        on("GET", "/messages" + id + "/receipt", (request, path) -> this.messages.receipt(request, path.group(1)));
        on("GET", "/mailbox", (request, path) -> this.mailbox.list(request));
        on("GET", "/mailbox" + number, (request, path) -> this.mailbox.open(request, path.group(1)));
        on(
                "POST",
                "/mailbox" + number + "/acknowledgement",
                (request, path) -> this.mailbox.acknowledge(request, path.group(1)));
    }

    /** An answer that is yes. */
    record Reply(int status, String type, Bytes body, Map<String, String> headers) {
        static Reply of(int status, String type, Bytes body) {
            return new Reply(status, type, body, Map.of());
        }

        static Reply json(int status, ObjectNode body) {
            return of(status, JSON, Bytes.utf8(body.toString()));
        }

        static Reply cms(Bytes body) {
            return of(200, CMS, body);
        }

        Reply at(String location) {
            return new Reply(status, type, body, Map.of("Location", location));
        }
    }

    private record Route(String method, Pattern path, Action action) {}

    /** What is done for a caller. */
    @FunctionalInterface
    private interface Action {
        Reply answer(HttpServletRequest request, Matcher path) throws RestProblem, IOException;
    }

    private void on(String method, String path, Action action) {
        routes.add(new Route(method, Pattern.compile(path), action));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TraceParent trace = TraceParent.of(request.getHeader("traceparent"));
        response.setHeader("traceparent", trace.header());
        try (MDC.MDCCloseable traced = MDC.putCloseable("trace", trace.trace())) {
            write(response, answer(request));
        } catch (RestProblem problem) {
            write(response, problem);
        }
    }

    private Reply answer(HttpServletRequest request) throws RestProblem, IOException {
        try {
            var certificate = PeerCertificate.of(request);
            if (callers.owner(certificate).isPresent()) {
                rate.count(certificate);
            }
            return routed(request);
        } catch (RuntimeException e) {
            // Whatever could not be done was not done: nothing is written, nothing has left, the sender sends it again.
            LOG.error("A request of the REST door could not be answered", e);
            throw RestProblem.unavailable();
        }
    }

    private Reply routed(HttpServletRequest request) throws RestProblem, IOException {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        boolean known = false;
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (matcher.matches()) {
                if (route.method().equals(request.getMethod())) {
                    return route.action().answer(request, matcher);
                }
                known = true;
            }
        }
        throw known ? RestProblem.methodNotAllowed() : RestProblem.notFound();
    }

    private static void write(HttpServletResponse response, Reply reply) throws IOException {
        reply.headers().forEach(response::setHeader);
        write(response, reply.status(), reply.type(), reply.body());
    }

    static void write(HttpServletResponse response, RestProblem problem) throws IOException {
        problem.retryAfter().ifPresent(seconds -> response.setHeader("Retry-After", Integer.toString(seconds)));
        write(
                response,
                problem.status(),
                "application/problem+json",
                Bytes.utf8(problem.document().toString()));
    }

    private static void write(HttpServletResponse response, int status, String type, Bytes body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(body.toArray());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Bytes document() throws IOException {
        try (InputStream in = RestDoor.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException("The description of the REST door is not in the program");
            }
            return Bytes.utf8(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
