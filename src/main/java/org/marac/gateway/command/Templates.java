package org.marac.gateway.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.marac.gateway.model.Bytes;

/** The invented messages of the example day, made fresh: own ids, the present time. */
final class Templates {
    private Templates() {}

    /** The message with {@code ${id}} and {@code ${created}} filled in. */
    static Bytes fresh(String name, UUID id, Instant now) {
        try (InputStream in = Templates.class.getResourceAsStream("/example/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no example message of this name");
            }
            String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Bytes.utf8(template.replace("${id}", id.toString())
                    .replace("${created}", now.truncatedTo(ChronoUnit.SECONDS).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("An example message cannot be read", e);
        }
    }
}
