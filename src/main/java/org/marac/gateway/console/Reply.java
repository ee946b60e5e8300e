package org.marac.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.marac.gateway.model.Bytes;

/**
 * What goes back to a person's browser or program. Never kept by anything on the way, and never taken for a page.
 *
 * @param file under which name it is saved, where it is to be saved and not shown
 */
record Reply(int status, String type, Bytes body, Optional<String> file) {

    static Reply json(int status, ObjectNode node) {
        return new Reply(status, "application/json", Bytes.utf8(node.toString()), Optional.empty());
    }

    static Reply problem(Problem problem) {
        return new Reply(
                problem.status(),
                "application/problem+json",
                Bytes.utf8(problem.document().toString()),
                Optional.empty());
    }

    /** Bytes of which nobody knows what they are: saved, not opened. */
    static Reply attachment(String name, Bytes content) {
        return new Reply(200, "application/octet-stream", content, Optional.of(name));
    }

    void to(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Strict-Transport-Security", "max-age=31536000");
        file.ifPresent(name -> response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\""));
        response.setContentLength(body.size());
        response.getOutputStream().write(body.toArray());
    }
}
