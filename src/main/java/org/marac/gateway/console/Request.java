package org.marac.gateway.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.marac.gateway.account.Sessions;

/** A request, read strictly: one small JSON object with the fields that are asked for and no other. */
final class Request {
    /** Bound to the host, to HTTPS and to the whole path, by its name (RFC 6265bis). */
    static final String COOKIE = "__Host-marac";

    static final String CSRF = "X-CSRF-Token";
    private static final int MOST_BYTES = 32_768;
    private static final String BEARER = "Bearer ";
    private static final Pattern REASON = Pattern.compile("[a-z0-9][a-z0-9-]{2,63}");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final HttpServletRequest http;

    Request(HttpServletRequest http) {
        this.http = http;
    }

    String method() {
        return http.getMethod();
    }

    String path() {
        return http.getRequestURI();
    }

    String address() {
        return http.getRemoteAddr();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(http.getParameter(name));
    }

    /** The token a program sends, or the one in a browser's cookie. */
    Optional<String> token() {
        return bearer().or(() -> cookie(COOKIE));
    }

    /**
     * Whether a page of another site could have made the browser send this: a cookie comes along by itself, the session's
     * second word does not.
     */
    boolean mayChange(Sessions.Found session) {
        String repeated = http.getHeader(CSRF);
        return bearer().isPresent()
                || repeated != null
                        && MessageDigest.isEqual(
                                repeated.getBytes(StandardCharsets.UTF_8),
                                session.csrf().getBytes(StandardCharsets.UTF_8));
    }

    /** The body, with these fields at most. */
    JsonNode body(Set<String> fields) throws Problem, IOException {
        return body(fields, MOST_BYTES);
    }

    /** The body, with these fields and so many bytes at most. */
    JsonNode body(Set<String> fields, int mostBytes) throws Problem, IOException {
        String type = http.getContentType();
        if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            throw new Problem(415, "unsupported-media-type", "The body is application/json.");
        }
        byte[] bytes = http.getInputStream().readNBytes(mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw new Problem(413, "too-large", "The body is too large.");
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body == null || !body.isObject()) {
                throw Problem.malformed("The body is one JSON object.");
            }
            Set<String> unknown = new TreeSet<>();
            body.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(fields);
            if (!unknown.isEmpty()) {
                throw Problem.malformed("The body has a field that is not asked for.");
            }
            return body;
        } catch (JsonProcessingException e) {
            // The library's exception quotes the body, so it is not passed on.
            throw Problem.malformed("The body is not JSON.");
        }
    }

    /** Why, where the body says nothing else: a code that may stand in the audit log. */
    String reason() throws Problem, IOException {
        return reason(body(Set.of("reason")), "reason");
    }

    static String text(JsonNode body, String name) throws Problem {
        JsonNode value = body.path(name);
        if (!value.isTextual() || value.textValue().length() > MOST_BYTES) {
            throw Problem.malformed("The body needs the text " + name + ".");
        }
        return value.textValue();
    }

    static Optional<String> optional(JsonNode body, String name) throws Problem {
        return body.has(name) ? Optional.of(text(body, name)) : Optional.empty();
    }

    /** A code that may stand in the audit log, which takes no sentences. */
    static String reason(JsonNode body, String name) throws Problem {
        String reason = text(body, name);
        if (!REASON.matcher(reason).matches()) {
            throw Problem.malformed("The " + name + " is a code: 3 to 64 lower-case letters, digits and hyphens.");
        }
        return reason;
    }

    private Optional<String> bearer() {
        return Optional.ofNullable(http.getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()));
    }

    /** What stands in a cookie. */
    Optional<String> cookie(String name) {
        Cookie[] cookies = http.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }
}
